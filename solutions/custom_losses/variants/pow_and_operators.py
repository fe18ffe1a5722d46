# title: tf.pow, ** and the built-in abs
# parts: my_huber_loss my_huber_loss_with_threshold contrastive_loss contrastive_loss_with_margin
import tensorflow as tf


def my_huber_loss(y_true, y_pred):
    e = y_pred - y_true
    return tf.where(abs(e) <= 1, e ** 2 / 2, abs(e) - 0.5)


def my_huber_loss_with_threshold(threshold):
    def h(y_true, y_pred):
        e = y_pred - y_true
        return tf.where(abs(e) <= threshold, tf.pow(e, 2) / 2, threshold * abs(e) - pow(threshold, 2) / 2)
    return h


def contrastive_loss(y_true, y_pred):
    return tf.reduce_mean(y_true * tf.pow(y_pred, 2) + (1 - y_true) * tf.pow(tf.maximum(1 - y_pred, 0), 2))


def contrastive_loss_with_margin(margin):
    def c(y_true, y_pred):
        return tf.reduce_mean(y_true * y_pred ** 2.0 + (1.0 - y_true) * tf.maximum(margin - y_pred, 0.0) ** 2.0)
    return c
