# title: sums over the batch
# part: my_huber_loss
# fails: values shape parameters gradient graph fit
import tensorflow as tf


def my_huber_loss(y_true, y_pred):
    a = tf.abs(y_true - y_pred)
    return tf.reduce_sum(tf.where(a <= 1, a ** 2 / 2, a - 0.5))
