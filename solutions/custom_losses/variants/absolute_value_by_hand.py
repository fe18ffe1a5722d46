# title: |e| as max(e, -e), as e * sign(e) and by a mask
# parts: my_huber_loss my_huber_loss_with_threshold MyHuberLoss
import tensorflow as tf
from keras.losses import Loss


def my_huber_loss(y_true, y_pred):
    e = y_true - y_pred
    a = tf.maximum(e, -e)
    return tf.where(a <= 1, e * e / 2, a - 0.5)


def my_huber_loss_with_threshold(threshold):
    def loss(y_true, y_pred):
        e = y_true - y_pred
        a = e * tf.sign(e)
        return tf.where(a <= threshold, e * e / 2, threshold * (a - threshold / 2))

    return loss


class MyHuberLoss(Loss):
    def __init__(self, threshold):
        super().__init__()
        self.threshold = threshold

    def call(self, y_true, y_pred):
        e = y_true - y_pred
        sign = 1 - 2 * tf.cast(e < 0, e.dtype)
        a = sign * e
        return tf.where(a <= self.threshold, e * e / 2, self.threshold * (a - self.threshold / 2))
