# part: my_huber_loss_with_threshold
# id: huber_wrapper_returns_nothing
# title: the wrapper does not return the inner function
# hint: Your wrapper defines an inner function and then gives back None. Look at what follows the
#   inner function, and at how far that line is indented.
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
