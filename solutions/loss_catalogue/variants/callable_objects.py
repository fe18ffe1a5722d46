# title: objects with __call__ instead of inner functions
# parts: smoothed_crossentropy triplet_loss
import tensorflow as tf


class _Triplet:
    def __init__(self, margin):
        self.margin = margin

    def __call__(self, y_true, y_pred):
        a, p, n = tf.split(y_pred, 3, axis=-1)
        gap = tf.reduce_sum(tf.square(a - p), -1) - tf.reduce_sum(tf.square(a - n), -1)
        return tf.maximum(gap + self.margin, 0)


def triplet_loss(margin):
    return _Triplet(margin)


class _Smoothed:
    def __init__(self, smoothing):
        self.share = smoothing

    def __call__(self, y_true, y_pred):
        logs = tf.nn.log_softmax(y_pred)
        right, any_class = tf.reduce_sum(y_true * logs, -1), tf.reduce_mean(logs, -1)
        return -(1 - self.share) * right - self.share * any_class


def smoothed_crossentropy(smoothing):
    return _Smoothed(smoothing)
