# title: the wrapper forgets to return the inner function
# part: my_huber_loss_with_threshold
# fails: signature values shape parameters gradient graph fit
import tensorflow as tf


def my_huber_loss_with_threshold(threshold):
    def my_huber_loss(y_true, y_pred):
        error = tf.abs(y_true - y_pred)
        return tf.where(error <= threshold, error ** 2 / 2, threshold * (error - threshold / 2))
