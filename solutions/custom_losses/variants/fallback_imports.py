# title: imports that try one place after the other
# parts: my_huber_loss MyHuberLoss contrastive_loss ContrastiveLoss
try:
    from keras.backend import abs, mean, square  # Keras 2
except ImportError:
    from keras.ops import abs, mean, square

try:
    from tensorflow.keras.losses import Loss
except ImportError:
    from keras.losses import Loss

import tensorflow as tf


def my_huber_loss(y_true, y_pred):
    e = abs(y_true - y_pred)
    return tf.where(e <= 1, square(e) / 2, e - 0.5)


class MyHuberLoss(Loss):
    def __init__(self, threshold):
        super().__init__()
        self.threshold = threshold

    def call(self, y_true, y_pred):
        e = abs(y_true - y_pred)
        return tf.where(e <= self.threshold, square(e) / 2, self.threshold * (e - self.threshold / 2))


def contrastive_loss(y_true, y_pred):
    return mean(y_true * square(y_pred) + (1 - y_true) * square(tf.maximum(1 - y_pred, 0)))


class ContrastiveLoss(Loss):
    def __init__(self, margin):
        super().__init__()
        self.margin = margin

    def call(self, y_true, y_pred):
        return mean(y_true * square(y_pred) + (1 - y_true) * square(tf.maximum(self.margin - y_pred, 0)))
