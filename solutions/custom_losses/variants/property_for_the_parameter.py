# title: the parameter is a property with a check
# parts: MyHuberLoss ContrastiveLoss
import tensorflow as tf
from tensorflow import keras


class MyHuberLoss(keras.losses.Loss):
    def __init__(self, threshold):
        super().__init__()
        self._threshold = threshold

    @property
    def threshold(self):
        return self._threshold

    @property
    def offset(self):
        return 0.5 * self.threshold ** 2

    def call(self, y_true, y_pred):
        a = tf.abs(y_pred - y_true)
        return tf.where(a <= self.threshold, 0.5 * a ** 2, self.threshold * a - self.offset)


class ContrastiveLoss(keras.losses.Loss):
    def __init__(self, margin):
        super().__init__()
        self.margin = margin

    @property
    def margin(self):
        return self._margin

    @margin.setter
    def margin(self, value):
        if value < 0:
            raise ValueError("a margin cannot be negative")
        self._margin = float(value)

    def call(self, y_true, y_pred):
        return tf.reduce_mean(
            y_true * y_pred ** 2 + (1 - y_true) * tf.maximum(self.margin - y_pred, 0) ** 2
        )
