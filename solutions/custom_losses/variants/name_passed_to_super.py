# title: a fixed name for the loss, given to super
# parts: MyHuberLoss ContrastiveLoss
import tensorflow as tf
from tensorflow import keras


class MyHuberLoss(keras.losses.Loss):
    def __init__(self, threshold):
        super().__init__(name="huber_of_mine")
        self.threshold = threshold

    def call(self, y_true, y_pred):
        e = tf.abs(y_true - y_pred)
        return tf.where(e <= self.threshold, e * e / 2, self.threshold * (e - self.threshold / 2))


class ContrastiveLoss(keras.losses.Loss):
    def __init__(self, margin):
        self.margin = margin
        super().__init__(name="contrastive")

    def call(self, y_true, y_pred):
        hinge = tf.maximum(self.margin - y_pred, 0)
        return tf.reduce_mean(y_true * y_pred * y_pred + (1 - y_true) * hinge * hinge)
