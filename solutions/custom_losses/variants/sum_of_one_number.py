# title: reduction sum or mean, and a dtype, given to the base class
# parts: MyHuberLoss ContrastiveLoss
import tensorflow as tf
from keras.losses import Loss


class MyHuberLoss(Loss):
    def __init__(self, threshold):
        super().__init__("huber", "sum_over_batch_size", "float32")
        self.threshold = threshold

    def call(self, y_true, y_pred):
        e = tf.abs(y_true - y_pred)
        return tf.where(e <= self.threshold, e**2 / 2, self.threshold * (e - self.threshold / 2))


class ContrastiveLoss(Loss):
    def __init__(self, margin):
        super().__init__(reduction="sum")  # of the one number that call returns
        self.margin = margin

    def call(self, y_true, y_pred):
        gap = tf.maximum(self.margin - y_pred, 0)
        return tf.reduce_mean(y_true * y_pred**2 + (1 - y_true) * gap**2)
