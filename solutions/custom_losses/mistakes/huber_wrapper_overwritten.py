# title: overwrites the threshold inside the inner function
# part: my_huber_loss_with_threshold
# fails: parameters
import tensorflow as tf


def my_huber_loss_with_threshold(threshold):
    def my_huber_loss(y_true, y_pred):
        threshold = 1
        error = y_true - y_pred
        is_small_error = tf.abs(error) <= threshold
        small_error_loss = tf.square(error) / 2
        big_error_loss = threshold * (tf.abs(error) - 0.5 * threshold)
        return tf.where(is_small_error, small_error_loss, big_error_loss)
    return my_huber_loss
