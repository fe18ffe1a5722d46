# title: the 1/2 stands in front of the whole linear branch
# part: my_huber_loss
# fails: values parameters gradient graph fit
import tensorflow as tf


def my_huber_loss(y_true, y_pred):
    threshold = 1
    error = y_true - y_pred
    small = tf.square(error) / 2
    big = 0.5 * threshold * (tf.abs(error) - threshold)
    return tf.where(tf.abs(error) <= threshold, small, big)
