# title: a mask of zeros and ones, cast from a comparison
# parts: my_huber_loss my_huber_loss_with_threshold contrastive_loss
import tensorflow as tf


def my_huber_loss(y_true, y_pred):
    error = y_true - y_pred
    mask = tf.cast(tf.abs(error) <= 1, tf.float32)
    return mask * (error * error / 2) + (1 - mask) * (tf.abs(error) - 1 / 2)


def my_huber_loss_with_threshold(threshold):
    def my_huber_loss(y_true, y_pred):
        error = y_true - y_pred
        small = tf.cast(tf.abs(error) <= threshold, error.dtype)
        big = tf.cast(tf.abs(error) > threshold, error.dtype)
        return small * (error * error / 2) + big * (threshold * tf.abs(error) - threshold ** 2 / 2)

    return my_huber_loss


def contrastive_loss(y_true, y_pred):
    too_close = tf.cast(y_pred < 1, tf.float32)
    return tf.reduce_mean(y_true * y_pred ** 2 + (1 - y_true) * too_close * (1 - y_pred) ** 2)
