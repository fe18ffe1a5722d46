# part: my_huber_loss_with_threshold
# id: huber_wrapper_returns_a_string
# title: returns the name of the inner function
# hint: Your wrapper returns a text. Keras knows only the names of its own losses; what you built
#   has to be handed over itself, not by its name.
# fails: signature values shape parameters gradient graph fit
# passes: defined
import tensorflow as tf


def my_huber_loss_with_threshold(threshold):
    def loss(y_true, y_pred):
        error = y_true - y_pred
        size = tf.abs(error)
        quadratic = 0.5 * tf.square(error)
        linear = threshold * (size - 0.5 * threshold)
        return tf.where(size <= threshold, quadratic, linear)

    return "loss"
