# title: the classes hand over to the functions
# parts: my_huber_loss my_huber_loss_with_threshold MyHuberLoss contrastive_loss contrastive_loss_with_margin ContrastiveLoss
import tensorflow as tf


def my_huber_loss(y_true, y_pred, threshold=1.0):
    e = y_true - y_pred
    return tf.where(
        abs(e) <= threshold,
        0.5 * e * e,
        threshold * (abs(e) - 0.5 * threshold),
    )


def my_huber_loss_with_threshold(threshold):
    def loss(y_true, y_pred):
        return my_huber_loss(y_true, y_pred, threshold)

    return loss


class MyHuberLoss(tf.keras.losses.Loss):
    def __init__(self, threshold, **kwargs):
        super().__init__(**kwargs)
        self.fn = my_huber_loss_with_threshold(threshold)

    def call(self, y_true, y_pred):
        return self.fn(y_true, y_pred)


def contrastive_loss(y_true, y_pred, margin=1.0):
    return tf.reduce_mean(y_true * y_pred * y_pred + (1 - y_true) * tf.maximum(margin - y_pred, 0.0) ** 2)


def contrastive_loss_with_margin(margin):
    return lambda y_true, y_pred: contrastive_loss(y_true, y_pred, margin=margin)


class ContrastiveLoss(tf.keras.losses.Loss):
    def __init__(self, margin, **kwargs):
        super().__init__(**kwargs)
        self.fn = contrastive_loss_with_margin(margin)

    def call(self, y_true, y_pred):
        return self.fn(y_true, y_pred)
