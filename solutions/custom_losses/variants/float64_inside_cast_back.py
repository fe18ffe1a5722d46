# title: computes in float64 and casts back
# parts: my_huber_loss my_huber_loss_with_threshold ContrastiveLoss
import tensorflow as tf


def my_huber_loss(y_true, y_pred):
    e = tf.abs(tf.cast(y_true, tf.float64) - tf.cast(y_pred, tf.float64))
    return tf.cast(tf.where(e <= 1.0, e * e / 2.0, e - 0.5), y_pred.dtype)


def my_huber_loss_with_threshold(threshold):
    limit = tf.constant(threshold, tf.float64)

    def loss(y_true, y_pred):
        e = tf.abs(tf.cast(y_true, tf.float64) - tf.cast(y_pred, tf.float64))
        return tf.cast(tf.where(e <= limit, e * e / 2.0, limit * (e - limit / 2.0)), y_pred.dtype)

    return loss


class ContrastiveLoss(tf.keras.losses.Loss):
    def __init__(self, margin):
        super().__init__()
        self.margin = tf.constant(margin, tf.float64)

    def call(self, y_true, y_pred):
        y, d = tf.cast(y_true, tf.float64), tf.cast(y_pred, tf.float64)
        loss = tf.reduce_mean(y * d ** 2 + (1.0 - y) * tf.maximum(self.margin - d, 0.0) ** 2)
        return tf.cast(loss, tf.float32)
