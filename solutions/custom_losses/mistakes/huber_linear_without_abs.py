# title: the linear branch uses the signed error
# part: my_huber_loss
# fails: values parameters gradient graph fit
import tensorflow as tf


def my_huber_loss(y_true, y_pred):
    error = y_true - y_pred
    is_small_error = tf.abs(error) <= 1
    return tf.where(is_small_error, tf.square(error) / 2, error - 0.5)
