# title: constants and settings come from NumPy and math, computed outside the loss
# parts: my_huber_loss my_huber_loss_with_threshold MyHuberLoss contrastive_loss_with_margin
import math

import numpy as np
import tensorflow as tf
from keras.losses import Loss

HALF = np.float32(0.5)


def my_huber_loss(y_true, y_pred):
    t = np.float32(1)
    e = tf.abs(y_true - y_pred)
    return tf.where(e <= t, HALF * e * e, t * (e - HALF * t))


def my_huber_loss_with_threshold(threshold):
    offset = np.square(threshold) / 2
    offset = float(offset)

    def loss(y_true, y_pred):
        e = tf.abs(y_true - y_pred)
        return tf.where(e <= threshold, HALF * e * e, threshold * e - offset)

    return loss


class MyHuberLoss(Loss):
    def __init__(self, threshold):
        super().__init__()
        self.threshold = np.float32(threshold)
        self.offset = np.float32(math.pow(threshold, 2) / 2)

    def call(self, y_true, y_pred):
        e = tf.abs(y_true - y_pred)
        return tf.where(e <= self.threshold, HALF * e * e, self.threshold * e - self.offset)


def contrastive_loss_with_margin(margin):
    margin = np.float32(margin)

    def loss(y_true, y_pred):
        gap = tf.maximum(margin - y_pred, np.float32(0))
        return tf.reduce_mean(y_true * y_pred**2 + (np.float32(1) - y_true) * gap**2)

    return loss
