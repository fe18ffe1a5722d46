# title: defined under another name
# part: my_huber_loss
# fails: defined
import tensorflow as tf


def my_hubber_loss(y_true, y_pred):
    error = tf.abs(y_true - y_pred)
    return tf.where(error <= 1, error ** 2 / 2, error - 0.5)
