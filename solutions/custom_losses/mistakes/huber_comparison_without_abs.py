# title: compares the signed error, so every negative error counts as small
# part: my_huber_loss
# fails: values parameters gradient graph fit
import tensorflow as tf


def my_huber_loss(y_true, y_pred):
    threshold = 1
    error = y_true - y_pred
    is_small_error = error <= threshold
    small_error_loss = tf.square(error) / 2
    big_error_loss = threshold * (tf.abs(error) - 0.5 * threshold)
    return tf.where(is_small_error, small_error_loss, big_error_loss)
