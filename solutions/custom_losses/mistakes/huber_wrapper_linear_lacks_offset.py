# part: my_huber_loss_with_threshold
# id: huber_wrapper_linear_lacks_offset
# title: the large branch lacks its constant
# hint: Large errors are pulled with the right strength, but your curve jumps where the two
#   branches meet. The handout asks why there is a constant in the branch for large errors;
#   where is it in yours?
# fails: values parameters graph fit
# passes: defined signature shape gradient
import tensorflow as tf


def my_huber_loss_with_threshold(threshold):
    def loss(y_true, y_pred):
        error = y_true - y_pred
        size = tf.abs(error)
        quadratic = 0.5 * tf.square(error)
        linear = threshold * size
        return tf.where(size <= threshold, quadratic, linear)

    return loss
