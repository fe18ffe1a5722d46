# part: my_huber_loss
# id: huber_dot_numpy
# title: calls .numpy() on its arguments
# hint: `.numpy()` turns a tensor into a plain array: from there on no gradient finds its way
#   back, and in fit the tensors do not even have it. What would be lost if you computed with
#   the tensors as they are?
# fails: gradient graph fit
# passes: defined signature values shape parameters
import tensorflow as tf


def my_huber_loss(y_true, y_pred):
    threshold = 1.0
    error = y_true.numpy() - y_pred.numpy()
    size = tf.abs(error)
    quadratic = 0.5 * tf.square(error)
    linear = threshold * (size - 0.5 * threshold)
    return tf.where(size <= threshold, quadratic, linear)
