# title: the inner functions have the names of the outer ones
# parts: my_huber_loss my_huber_loss_with_threshold contrastive_loss contrastive_loss_with_margin
import tensorflow as tf


def my_huber_loss(y_true, y_pred):
    threshold = 1
    error = y_true - y_pred
    return tf.where(tf.abs(error) <= threshold, tf.square(error) / 2, threshold * (tf.abs(error) - 0.5 * threshold))


def my_huber_loss_with_threshold(threshold):
    def my_huber_loss_with_threshold(y_true, y_pred):
        error = y_true - y_pred
        return tf.where(tf.abs(error) <= threshold, tf.square(error) / 2, threshold * (tf.abs(error) - 0.5 * threshold))
    return my_huber_loss_with_threshold


def contrastive_loss(y_true, y_pred):
    def contrastive_loss(y, d):
        return y * tf.square(d) + (1 - y) * tf.square(tf.maximum(1 - d, 0))
    return tf.reduce_mean(contrastive_loss(y_true, y_pred))


def contrastive_loss_with_margin(margin):
    def contrastive_loss_with_margin(y_true, y_pred):
        return tf.reduce_mean(y_true * tf.square(y_pred) + (1 - y_true) * tf.square(tf.maximum(margin - y_pred, 0)))
    return contrastive_loss_with_margin
