# title: compares the squared error with the threshold, which does not show at 1
# part: my_huber_loss_with_threshold
# fails: parameters
import tensorflow as tf


def my_huber_loss_with_threshold(threshold):
    def loss(y_true, y_pred):
        error = y_true - y_pred
        is_small = tf.square(error) <= threshold
        return tf.where(is_small, tf.square(error) / 2, threshold * (tf.abs(error) - threshold / 2))

    return loss
