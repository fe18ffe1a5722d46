# title: a class attribute as default, an instance attribute on top
# parts: MyHuberLoss ContrastiveLoss
import tensorflow as tf
from tensorflow.keras.losses import Loss


class MyHuberLoss(Loss):
    threshold = 1

    def __init__(self, threshold):
        super().__init__()
        self.threshold = threshold

    def call(self, y_true, y_pred):
        error = y_true - y_pred
        is_small_error = tf.abs(error) <= self.threshold
        small_error_loss = tf.square(error) / 2
        big_error_loss = self.threshold * (tf.abs(error) - (0.5 * self.threshold))
        return tf.where(is_small_error, small_error_loss, big_error_loss)


class ContrastiveLoss(Loss):
    margin = 1

    def __init__(self, margin=None):
        super().__init__()
        if margin is not None:
            self.margin = margin

    def call(self, y_true, y_pred):
        margin_square = tf.square(tf.maximum(self.margin - y_pred, 0))
        return tf.reduce_mean(y_true * tf.square(y_pred) + (1 - y_true) * margin_square)
