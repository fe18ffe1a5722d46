# title: what depends on the parameter alone is computed once, outside
# parts: my_huber_loss_with_threshold MyHuberLoss
import tensorflow as tf
from keras.losses import Loss


def my_huber_loss_with_threshold(threshold):
    half = threshold / 2
    knee = threshold * half

    def inner(y_true, y_pred):
        e = abs(y_true - y_pred)
        return tf.where(e < threshold, e * e / 2, knee + threshold * (e - threshold))

    return inner


class MyHuberLoss(Loss):
    def __init__(self, threshold):
        super().__init__()
        self.threshold = threshold
        self.formulas = {
            True: lambda e: e * e / 2,
            False: lambda e: threshold * e - threshold**2 / 2,
        }

    def call(self, y_true, y_pred):
        e = abs(y_true - y_pred)
        return tf.where(e <= self.threshold, self.formulas[True](e), self.formulas[False](e))
