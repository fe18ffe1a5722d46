# title: reduces to a scalar mean
# part: my_huber_loss
# fails: shape
import tensorflow as tf


def my_huber_loss(y_true, y_pred):
    error = y_true - y_pred
    loss = tf.where(tf.abs(error) <= 1, tf.square(error) / 2, tf.abs(error) - 0.5)
    return tf.reduce_mean(loss)
