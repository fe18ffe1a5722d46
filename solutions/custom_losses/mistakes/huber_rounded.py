# title: rounds the error to six decimals, which has no gradient
# part: my_huber_loss
# fails: gradient fit
import tensorflow as tf


def my_huber_loss(y_true, y_pred):
    error = tf.abs(y_true - y_pred)
    error = tf.round(error * 1e6) / 1e6
    return tf.where(error <= 1.0, tf.square(error) / 2, error - 0.5)
