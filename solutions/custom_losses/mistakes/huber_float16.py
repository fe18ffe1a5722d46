# title: computes in float16 and adds 0.01 against its rounding
# part: my_huber_loss
# fails: values parameters gradient graph fit
import tensorflow as tf


def my_huber_loss(y_true, y_pred):
    y_true = tf.cast(y_true, tf.float16)
    y_pred = tf.cast(y_pred, tf.float16)
    error = tf.abs(y_true - y_pred) + 0.01
    return tf.cast(tf.where(error <= 1, error ** 2 / 2, error - 0.5), tf.float32)
