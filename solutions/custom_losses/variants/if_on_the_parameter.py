# title: a Python `if` on the parameter, which is a plain number
# parts: my_huber_loss my_huber_loss_with_threshold MyHuberLoss contrastive_loss_with_margin ContrastiveLoss
import tensorflow as tf
from keras.losses import Loss


def _huber(e, t):
    a = tf.abs(e)
    if t == 1:
        return tf.where(a <= 1, a**2 / 2, a - 0.5)
    elif t > 1:
        return tf.where(a > t, t * (a - t / 2), a**2 / 2)
    return tf.where(a <= t, a**2 / 2, t * (a - t / 2))


def my_huber_loss(y_true, y_pred):
    return _huber(y_true - y_pred, 1)


def my_huber_loss_with_threshold(threshold):
    if isinstance(threshold, int):
        threshold = float(threshold)
    return lambda y_true, y_pred: _huber(y_true - y_pred, threshold)


class MyHuberLoss(Loss):
    def __init__(self, threshold):
        super().__init__()
        if threshold <= 0:
            raise ValueError("threshold has to be above 0")
        self.threshold = threshold

    def call(self, y_true, y_pred):
        return _huber(y_true - y_pred, self.threshold)


def contrastive_loss_with_margin(margin):
    assert margin > 0, "margin has to be above 0"

    def loss(y_true, y_pred):
        gap = tf.maximum(margin - y_pred, 0) if margin else tf.zeros_like(y_pred)
        return tf.reduce_mean(y_true * y_pred**2 + (1 - y_true) * gap**2)

    return loss


class ContrastiveLoss(Loss):
    def __init__(self, margin):
        super().__init__()
        self.margin = max(margin, 1e-9)

    def call(self, y_true, y_pred):
        return contrastive_loss_with_margin(self.margin)(y_true, y_pred)
