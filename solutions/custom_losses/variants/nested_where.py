# title: one tf.where inside the other, by the sign of the error
# parts: my_huber_loss my_huber_loss_with_threshold MyHuberLoss
import tensorflow as tf
from keras.losses import Loss


def _three_ways(e, t):
    return tf.where(e > t, t * (e - t / 2), tf.where(e < -t, -t * (e + t / 2), e * e / 2))


def my_huber_loss(y_true, y_pred):
    return _three_ways(y_true - y_pred, 1.0)


def my_huber_loss_with_threshold(threshold):
    def loss(y_true, y_pred):
        return _three_ways(y_true - y_pred, threshold)

    return loss


class MyHuberLoss(Loss):
    def __init__(self, threshold):
        super().__init__()
        self.threshold = threshold

    def call(self, y_true, y_pred):
        return _three_ways(y_true - y_pred, self.threshold)
