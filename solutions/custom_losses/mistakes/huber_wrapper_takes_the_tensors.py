# title: takes y_true and y_pred beside the threshold
# part: my_huber_loss_with_threshold
# fails: signature values shape parameters gradient graph fit
import tensorflow as tf


def my_huber_loss_with_threshold(y_true, y_pred, threshold):
    error = tf.abs(y_true - y_pred)
    return tf.where(error <= threshold, error ** 2 / 2, threshold * (error - threshold / 2))
