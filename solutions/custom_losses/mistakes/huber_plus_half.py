# title: linear branch adds 1/2 instead of subtracting it
# part: my_huber_loss
# fails: values parameters graph fit
import tensorflow as tf


def my_huber_loss(y_true, y_pred):
    threshold = 1.0
    error = tf.abs(y_true - y_pred)
    return tf.where(error <= threshold, 0.5 * error ** 2, threshold * (error + 0.5 * threshold))
