# title: the name is bound to a result, not to a function
# part: my_huber_loss
# fails: defined
import tensorflow as tf


def huber(y_true, y_pred):
    error = tf.abs(y_true - y_pred)
    return tf.where(error <= 1, error ** 2 / 2, error - 0.5)


my_huber_loss = huber(tf.constant([1.0, 2.0]), tf.constant([1.5, 4.0]))
