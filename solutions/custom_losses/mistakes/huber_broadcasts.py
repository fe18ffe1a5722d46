# title: flattens only y_pred, so (n, 1) against (n,) becomes (n, n)
# part: my_huber_loss
# fails: values shape parameters gradient graph fit
import tensorflow as tf


def my_huber_loss(y_true, y_pred):
    error = tf.abs(y_true - tf.reshape(y_pred, [-1]))
    return tf.where(error <= 1, tf.square(error) / 2, error - 0.5)
