# title: three parameters and functools.partial
# parts: smoothed_crossentropy cosine_loss fbeta_loss
from functools import partial

import tensorflow as tf


def _fbeta(y_true, y_pred, beta):
    tp = tf.reduce_sum(y_true * y_pred)
    fp = tf.reduce_sum(y_pred) - tp
    fn = tf.reduce_sum(y_true) - tp
    square = beta * beta
    return 1 - (1 + square) * tp / ((1 + square) * tp + square * fn + fp + 1e-7)


def fbeta_loss(beta):
    return partial(_fbeta, beta=beta)


def _smoothed(y_true, y_pred, smoothing):
    uniform = tf.ones_like(y_true) / y_true.shape[-1]
    labels = y_true + smoothing * (uniform - y_true)
    return tf.reduce_sum(-labels * tf.nn.log_softmax(y_pred), axis=-1)


def smoothed_crossentropy(smoothing):
    return partial(_smoothed, smoothing=smoothing)


def _cosine(y_true, y_pred, axis):
    def norm(x):
        return tf.sqrt(tf.maximum(tf.reduce_sum(x * x, axis), 1e-14))

    return -tf.reduce_sum(y_true * y_pred, axis) / (norm(y_true) * norm(y_pred))


def cosine_loss(axis):
    return partial(_cosine, axis=axis)
