# title: Loss from its innermost module, call taken from elsewhere
# parts: MyHuberLoss ContrastiveLoss
import keras.src.losses.loss as inner
import tensorflow as tf
import tensorflow.keras.losses as L


class MyHuberLoss(inner.Loss):
    def __init__(self, threshold):
        super().__init__()
        self.threshold = threshold

    def formula(self, y_true, y_pred):
        e = tf.abs(y_true - y_pred)
        return tf.where(e <= self.threshold, e**2 / 2, self.threshold * (e - self.threshold / 2))

    call = formula


class ContrastiveLoss(L.Loss):
    def __init__(self, margin):
        super().__init__()
        self.margin = margin

    @staticmethod
    def formula(y, d, m):
        return tf.reduce_mean(y * d**2 + (1 - y) * tf.maximum(m - d, 0) ** 2)

    call = lambda self, y_true, y_pred: self.formula(y_true, y_pred, self.margin)
