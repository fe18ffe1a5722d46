# title: calls .numpy() on its arguments
# part: my_huber_loss
# fails: gradient graph fit
import tensorflow as tf


def my_huber_loss(y_true, y_pred):
    error = tf.abs(y_true.numpy() - y_pred.numpy())
    return tf.where(error <= 1.0, tf.square(error) / 2, error - 0.5)
