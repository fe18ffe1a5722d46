# title: Python if on a tensor of many elements
# part: my_huber_loss
# fails: values shape parameters gradient graph fit
import tensorflow as tf


def my_huber_loss(y_true, y_pred):
    threshold = 1
    error = tf.abs(y_true - y_pred)
    if error <= threshold:
        return tf.square(error) / 2
    return threshold * (error - 0.5 * threshold)
