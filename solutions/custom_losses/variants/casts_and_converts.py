# title: converts and casts its arguments first
# parts: my_huber_loss contrastive_loss MyHuberLoss contrastive_loss_with_margin
import tensorflow as tf


def my_huber_loss(y_true, y_pred):
    y_pred = tf.convert_to_tensor(y_pred)
    y_true = tf.cast(y_true, y_pred.dtype)
    e = y_true - y_pred
    one = tf.ones_like(e)
    return tf.where(tf.abs(e) <= one, 0.5 * tf.square(e), tf.abs(e) - 0.5 * one)


class MyHuberLoss(tf.keras.losses.Loss):
    def __init__(self, threshold):
        super().__init__()
        self.threshold = threshold

    def call(self, y_true, y_pred):
        y_pred = tf.convert_to_tensor(y_pred)
        y_true = tf.cast(y_true, y_pred.dtype)
        t = tf.cast(self.threshold, y_pred.dtype)
        e = tf.abs(y_true - y_pred)
        return tf.where(e <= t, e ** 2 / 2, t * (e - t / 2))


def contrastive_loss(y_true, y_pred):
    y_pred = tf.convert_to_tensor(y_pred, dtype=tf.float32)
    y_true = tf.cast(y_true, y_pred.dtype)
    zero = tf.zeros_like(y_pred)
    return tf.reduce_mean(y_true * tf.square(y_pred) + (1 - y_true) * tf.square(tf.maximum(1 - y_pred, zero)))


def contrastive_loss_with_margin(margin):
    def loss(y_true, y_pred):
        y_true = tf.cast(y_true, y_pred.dtype)
        m = tf.constant(margin, y_pred.dtype)
        return tf.reduce_mean(y_true * tf.square(y_pred) + (1 - y_true) * tf.square(tf.maximum(m - y_pred, 0)))

    return loss
