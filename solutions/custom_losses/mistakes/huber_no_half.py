# part: my_huber_loss
# id: huber_no_half
# title: the small branch lacks its factor
# hint: Look again at what a small error costs. Compare your result for an error of -0.4 with the
#   example in the docstring: which factor is missing?
# fails: values parameters gradient graph fit
# passes: defined signature shape
import tensorflow as tf


def my_huber_loss(y_true, y_pred):
    threshold = 1.0
    error = y_true - y_pred
    size = tf.abs(error)
    quadratic = tf.square(error)
    linear = threshold * (size - 0.5 * threshold)
    return tf.where(size <= threshold, quadratic, linear)
