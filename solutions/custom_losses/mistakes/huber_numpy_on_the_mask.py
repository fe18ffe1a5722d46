# title: .numpy() on the mask only: fine eagerly, not in a graph
# part: my_huber_loss
# fails: graph fit
import tensorflow as tf


def my_huber_loss(y_true, y_pred):
    error = tf.abs(y_true - y_pred)
    small = (error <= 1.0).numpy()
    return tf.where(small, tf.square(error) / 2, error - 0.5)
