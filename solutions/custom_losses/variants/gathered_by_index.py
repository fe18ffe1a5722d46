# title: writes the large errors into the small ones by tensor_scatter_nd_update
# parts: my_huber_loss
import tensorflow as tf


def my_huber_loss(y_true, y_pred):
    a = tf.abs(y_true - y_pred)
    where_large = tf.where(a > 1)
    large = tf.gather_nd(a, where_large) - 0.5
    return tf.tensor_scatter_nd_update(tf.square(a) / 2, where_large, large)
