# title: the wrapper returns a functools.partial
# parts: my_huber_loss_with_threshold contrastive_loss_with_margin
from functools import partial

import tensorflow as tf


def _huber(y_true, y_pred, threshold):
    error = tf.abs(y_true - y_pred)
    return tf.where(error <= threshold, error ** 2 / 2, threshold * error - threshold ** 2 / 2)


def _contrast(margin, y_true, y_pred):
    return tf.reduce_mean(y_true * y_pred ** 2 + (1 - y_true) * tf.maximum(margin - y_pred, 0) ** 2)


def my_huber_loss_with_threshold(threshold):
    return partial(_huber, threshold=threshold)


def contrastive_loss_with_margin(margin):
    return partial(_contrast, margin)
