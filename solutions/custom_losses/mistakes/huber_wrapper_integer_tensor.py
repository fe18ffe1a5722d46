# part: my_huber_loss_with_threshold
# id: huber_wrapper_integer_tensor
# title: makes a tensor of the threshold, an integer one of a whole number, invisible at 1.0
# hint: It works with 1.0 and fails with 1. Which dtype does your tensor get when the threshold is
#   a whole number, and do you need a tensor there? A plain number adapts itself.
# fails: parameters
# passes: defined signature values shape gradient graph fit
import tensorflow as tf


def my_huber_loss_with_threshold(threshold):
    threshold = tf.constant(threshold)

    def loss(y_true, y_pred):
        error = y_true - y_pred
        size = tf.abs(error)
        quadratic = 0.5 * tf.square(error)
        linear = threshold * (size - 0.5 * threshold)
        return tf.where(size <= threshold, quadratic, linear)

    return loss
