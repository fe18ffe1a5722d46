# title: a decorator of the student's own around the functions
# parts: my_huber_loss contrastive_loss
import functools

import tensorflow as tf


def same_dtype(fn):
    @functools.wraps(fn)
    def inner(y_true, y_pred):
        y_pred = tf.convert_to_tensor(y_pred)
        return fn(tf.cast(y_true, y_pred.dtype), y_pred)

    return inner


def averaged(fn):
    def inner(*args):
        return tf.reduce_mean(fn(*args))

    return inner


@same_dtype
def my_huber_loss(y_true, y_pred):
    a = tf.abs(y_true - y_pred)
    return tf.where(a <= 1, a * a / 2, a - 0.5)


@same_dtype
@averaged
def contrastive_loss(y_true, y_pred):
    return y_true * y_pred ** 2 + (1 - y_true) * tf.maximum(1 - y_pred, 0) ** 2
