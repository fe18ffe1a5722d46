# title: further parameters, all with defaults
# parts: my_huber_loss my_huber_loss_with_threshold MyHuberLoss contrastive_loss contrastive_loss_with_margin ContrastiveLoss
import tensorflow as tf


def my_huber_loss(y_true, y_pred, threshold=1.0, *, half=0.5):
    e = tf.abs(y_true - y_pred)
    return tf.where(e <= threshold, half * e ** 2, threshold * (e - half * threshold))


def my_huber_loss_with_threshold(threshold, name="huber", **unused):
    def loss(y_true, y_pred, sample_weight=None):
        values = my_huber_loss(y_true, y_pred, threshold)
        return values if sample_weight is None else values * sample_weight

    loss.__name__ = name
    return loss


class MyHuberLoss(tf.keras.losses.Loss):
    def __init__(self, threshold, *, name="my_huber", weight=1.0):
        super().__init__(name=name)
        self.threshold = threshold
        self.weight = weight

    def call(self, y_true, y_pred):
        return self.weight * my_huber_loss(y_true, y_pred, self.threshold)


def contrastive_loss(y_true, y_pred, margin=1, *args, **kwargs):
    return tf.reduce_mean(y_true * tf.square(y_pred) + (1 - y_true) * tf.square(tf.maximum(margin - y_pred, 0)))


def contrastive_loss_with_margin(margin, verbose=False):
    if verbose:
        print("margin is", margin)

    def loss(y_true, y_pred, margin=margin):
        return contrastive_loss(y_true, y_pred, margin)

    return loss


class ContrastiveLoss(tf.keras.losses.Loss):
    def __init__(self, margin, scale=1.0, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.margin, self.scale = margin, scale

    def call(self, y_true, y_pred):
        return self.scale * contrastive_loss(y_true, y_pred, self.margin)
