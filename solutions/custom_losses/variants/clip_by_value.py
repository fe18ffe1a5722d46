# title: clips the signed error: c * (e - c/2)
# parts: my_huber_loss my_huber_loss_with_threshold
import tensorflow as tf


def my_huber_loss(y_true, y_pred):
    e = y_pred - y_true
    c = tf.clip_by_value(e, -1.0, 1.0)
    return c * (e - c / 2)


def my_huber_loss_with_threshold(threshold):
    def loss(y_true, y_pred):
        e = y_pred - y_true
        c = tf.clip_by_value(e, -threshold, threshold)
        return c * (e - c / 2)

    return loss
