# title: a first, wrong attempt is redefined further down
# parts: my_huber_loss contrastive_loss MyHuberLoss
import tensorflow as tf


def my_huber_loss(y_true, y_pred):
    ...


def my_huber_loss(y_true, y_pred):
    # first attempt
    return tf.square(y_true - y_pred)


class MyHuberLoss(tf.keras.losses.Loss):
    pass


def contrastive_loss(y_true, y_pred):
    return y_pred


def my_huber_loss(y_true, y_pred):
    a = tf.abs(y_true - y_pred)
    return tf.where(a <= 1, tf.square(a) / 2, a - 0.5)


class MyHuberLoss(tf.keras.losses.Loss):
    def __init__(self, threshold):
        super().__init__()
        self.threshold = threshold

    def call(self, y_true, y_pred):
        a = tf.abs(y_true - y_pred)
        return tf.where(a <= self.threshold, tf.square(a) / 2, self.threshold * (a - 0.5 * self.threshold))


def contrastive_loss(y_true, y_pred):
    return tf.reduce_mean(y_true * y_pred ** 2 + (1 - y_true) * tf.maximum(1 - y_pred, 0) ** 2)
