# title: asks for the threshold as a third argument without a default
# part: my_huber_loss
# fails: signature values shape parameters gradient graph fit
import tensorflow as tf


def my_huber_loss(y_true, y_pred, threshold):
    error = tf.abs(y_true - y_pred)
    return tf.where(error <= threshold, error ** 2 / 2, threshold * (error - threshold / 2))
