# title: the wrapper returns the call method of the class
# parts: my_huber_loss_with_threshold MyHuberLoss contrastive_loss_with_margin ContrastiveLoss
import tensorflow as tf


class MyHuberLoss(tf.keras.losses.Loss):
    def __init__(self, threshold):
        super().__init__()
        self.threshold = threshold

    def call(self, y_true, y_pred):
        size = tf.abs(y_true - y_pred)
        return tf.where(
            size <= self.threshold,
            0.5 * tf.square(size),
            self.threshold * (size - 0.5 * self.threshold),
        )


def my_huber_loss_with_threshold(threshold):
    return MyHuberLoss(threshold).call


class ContrastiveLoss(tf.keras.losses.Loss):
    def __init__(self, margin):
        super().__init__()
        self.margin = margin

    def call(self, y_true, y_pred):
        push = tf.square(tf.maximum(self.margin - y_pred, 0))
        return tf.reduce_mean(y_true * tf.square(y_pred) + (1 - y_true) * push)


def contrastive_loss_with_margin(margin):
    return ContrastiveLoss(margin=margin).call
