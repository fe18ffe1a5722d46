# title: adds both branches instead of choosing one
# part: my_huber_loss
# fails: values parameters gradient graph fit
import tensorflow as tf


def my_huber_loss(y_true, y_pred):
    error = y_true - y_pred
    small_error_loss = tf.square(error) / 2
    big_error_loss = tf.abs(error) - 0.5
    return small_error_loss + big_error_loss
