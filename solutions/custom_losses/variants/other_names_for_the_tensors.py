# title: the tensors have other names
# parts: my_huber_loss my_huber_loss_with_threshold MyHuberLoss contrastive_loss contrastive_loss_with_margin ContrastiveLoss
import tensorflow as tf


def my_huber_loss(target, prediction):
    r = target - prediction
    return tf.where(tf.abs(r) <= 1, r ** 2 / 2, tf.abs(r) - 1 / 2)


def my_huber_loss_with_threshold(threshold):
    def huber(a, b):
        r = a - b
        return tf.where(tf.abs(r) <= threshold, r ** 2 / 2, threshold * (tf.abs(r) - threshold / 2))
    return huber


class MyHuberLoss(tf.keras.losses.Loss):
    def __init__(self, threshold):
        super().__init__()
        self.delta = threshold

    def call(self, labels, outputs):
        r = labels - outputs
        return tf.where(tf.abs(r) <= self.delta, r ** 2 / 2, self.delta * (tf.abs(r) - self.delta / 2))


def contrastive_loss(Y, D):
    return tf.reduce_mean(Y * D ** 2 + (1 - Y) * tf.maximum(1 - D, 0) ** 2)


def contrastive_loss_with_margin(margin):
    def loss(Y, D):
        return tf.reduce_mean(Y * D ** 2 + (1 - Y) * tf.maximum(margin - D, 0) ** 2)
    return loss


class ContrastiveLoss(tf.keras.losses.Loss):
    def __init__(self, margin):
        super().__init__()
        self.m = margin

    def call(self, Y, D):
        return tf.reduce_mean(Y * D ** 2 + (1 - Y) * tf.maximum(self.m - D, 0) ** 2)
