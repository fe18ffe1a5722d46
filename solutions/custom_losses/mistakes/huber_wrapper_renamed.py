# part: my_huber_loss_with_threshold
# id: huber_wrapper_renamed
# title: the parameter is called delta, not threshold
# hint: The loss itself is right, but its parameter has another name than in the stub, so a call
#   that names it fails. Which name does the stub use?
# fails: signature
# passes: defined values shape parameters gradient graph fit
import tensorflow as tf


def my_huber_loss_with_threshold(delta):
    def loss(y_true, y_pred):
        error = y_true - y_pred
        size = tf.abs(error)
        quadratic = 0.5 * tf.square(error)
        linear = delta * (size - 0.5 * delta)
        return tf.where(size <= delta, quadratic, linear)

    return loss
