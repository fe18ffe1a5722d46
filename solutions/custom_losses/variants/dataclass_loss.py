# title: the class is a dataclass
# parts: MyHuberLoss ContrastiveLoss
from dataclasses import dataclass

import tensorflow as tf
from keras.losses import Loss


@dataclass(eq=False)
class MyHuberLoss(Loss):
    threshold: float

    def __post_init__(self):
        super().__init__()

    def call(self, y_true, y_pred):
        e = tf.abs(y_true - y_pred)
        return tf.where(e <= self.threshold, e**2 / 2, self.threshold * (e - self.threshold / 2))


@dataclass(eq=False)
class ContrastiveLoss(Loss):
    margin: float = 1.0

    def __post_init__(self):
        Loss.__init__(self, name="contrastive")

    def call(self, y_true, y_pred):
        gap = tf.maximum(self.margin - y_pred, 0)
        return tf.reduce_mean(y_true * y_pred**2 + (1 - y_true) * gap**2)
