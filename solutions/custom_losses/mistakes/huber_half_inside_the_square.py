# title: halves the error before squaring it
# part: my_huber_loss
# fails: values parameters gradient graph fit
import tensorflow as tf


def my_huber_loss(y_true, y_pred):
    error = y_true - y_pred
    small_error_loss = tf.square(error / 2)
    big_error_loss = tf.abs(error) - 0.5
    return tf.where(tf.abs(error) <= 1, small_error_loss, big_error_loss)
