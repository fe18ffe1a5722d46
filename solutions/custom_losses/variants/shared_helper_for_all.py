# title: one private helper for each loss, used by all its parts
# parts: my_huber_loss my_huber_loss_with_threshold MyHuberLoss contrastive_loss contrastive_loss_with_margin ContrastiveLoss
import tensorflow as tf


def _h(e, t):
    return tf.where(tf.abs(e) <= t, tf.square(e) / 2, t * (tf.abs(e) - t / 2))


def _c(y, d, m):
    return tf.reduce_mean(y * tf.square(d) + (1 - y) * tf.square(tf.maximum(m - d, 0)))


def my_huber_loss(y_true, y_pred): return _h(y_true - y_pred, 1)


def my_huber_loss_with_threshold(threshold):
    def loss(y_true, y_pred): return _h(y_true - y_pred, threshold)
    return loss


class MyHuberLoss(tf.keras.losses.Loss):
    def __init__(self, threshold):
        super().__init__()
        self.threshold = threshold

    def call(self, y_true, y_pred): return _h(y_true - y_pred, self.threshold)


def contrastive_loss(y_true, y_pred): return _c(y_true, y_pred, 1)


def contrastive_loss_with_margin(margin):
    def loss(y_true, y_pred): return _c(y_true, y_pred, margin)
    return loss


class ContrastiveLoss(tf.keras.losses.Loss):
    def __init__(self, margin):
        super().__init__()
        self.margin = margin

    def call(self, y_true, y_pred): return _c(y_true, y_pred, self.margin)
