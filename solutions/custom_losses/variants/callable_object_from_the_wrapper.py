# title: the wrapper returns an object with __call__
# parts: my_huber_loss_with_threshold contrastive_loss_with_margin
import tensorflow as tf


class _Huber:
    def __init__(self, limit):
        self.limit = limit

    def __call__(self, y_true, y_pred):
        size = tf.abs(y_true - y_pred)
        return tf.where(size <= self.limit, 0.5 * size ** 2, self.limit * (size - 0.5 * self.limit))


class _Contrastive:
    def __init__(self, margin):
        self.margin = margin

    def __call__(self, labels, distances):
        push = tf.square(tf.maximum(self.margin - distances, 0.0))
        return tf.reduce_mean(labels * tf.square(distances) + (1.0 - labels) * push)


def my_huber_loss_with_threshold(threshold):
    return _Huber(threshold)


def contrastive_loss_with_margin(margin):
    return _Contrastive(margin)
