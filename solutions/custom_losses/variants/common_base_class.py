# title: both classes share a base class of the student's own
# parts: MyHuberLoss ContrastiveLoss
import keras
import tensorflow as tf


class ParametricLoss(keras.losses.Loss):
    def __init__(self, parameter):
        super().__init__()
        self.parameter = parameter

    def formula(self, y_true, y_pred, p):
        raise NotImplementedError

    def call(self, y_true, y_pred):
        return self.formula(y_true, y_pred, self.parameter)


class MyHuberLoss(ParametricLoss):
    def __init__(self, threshold):
        super().__init__(threshold)

    def call(self, y_true, y_pred):
        return super().call(y_true, y_pred)

    def formula(self, y_true, y_pred, p):
        e = tf.abs(y_true - y_pred)
        return tf.where(e <= p, e ** 2 / 2, p * (e - p / 2))


class ContrastiveLoss(ParametricLoss):
    def __init__(self, margin):
        super().__init__(margin)

    def call(self, y_true, y_pred):
        return super().call(y_true, y_pred)

    def formula(self, y_true, y_pred, p):
        return tf.reduce_mean(y_true * y_pred ** 2 + (1 - y_true) * tf.maximum(p - y_pred, 0) ** 2)
