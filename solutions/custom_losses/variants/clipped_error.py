# title: min(|e|, t) instead of a case distinction
# parts: my_huber_loss my_huber_loss_with_threshold MyHuberLoss
import tensorflow as tf


def _huber(error, limit):
    size = tf.abs(error)
    inside = tf.minimum(size, limit)
    return 0.5 * inside ** 2 + limit * (size - inside)


def my_huber_loss(y_true, y_pred):
    return _huber(y_true - y_pred, 1.0)


def my_huber_loss_with_threshold(threshold):
    return lambda y_true, y_pred: _huber(y_true - y_pred, float(threshold))


class MyHuberLoss(tf.keras.losses.Loss):
    def __init__(self, threshold):
        super().__init__()
        self.threshold = float(threshold)

    def call(self, y_true, y_pred):
        return _huber(y_true - y_pred, self.threshold)
