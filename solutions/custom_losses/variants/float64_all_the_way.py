# title: computes in float64 and returns float64
# parts: my_huber_loss contrastive_loss contrastive_loss_with_margin MyHuberLoss
import tensorflow as tf


def my_huber_loss(y_true, y_pred):
    y_true = tf.cast(y_true, "float64")
    y_pred = tf.cast(y_pred, "float64")
    e = y_true - y_pred
    return tf.where(tf.abs(e) <= 1, tf.square(e) / 2, tf.abs(e) - 0.5)


class MyHuberLoss(tf.keras.losses.Loss):
    def __init__(self, threshold):
        super().__init__()
        self.threshold = threshold

    def call(self, y_true, y_pred):
        e = tf.abs(tf.cast(y_true, "float64") - tf.cast(y_pred, "float64"))
        return tf.where(e <= self.threshold, tf.square(e) / 2, self.threshold * (e - self.threshold / 2))


def contrastive_loss(y_true, y_pred):
    return contrastive_loss_with_margin(1.0)(y_true, y_pred)


def contrastive_loss_with_margin(margin):
    def loss(y_true, y_pred):
        y_true = tf.cast(y_true, "float64")
        y_pred = tf.cast(y_pred, "float64")
        return tf.reduce_mean(y_true * y_pred ** 2 + (1 - y_true) * tf.maximum(margin - y_pred, 0) ** 2)

    return loss
