# title: the reduction is a parameter that is passed on
# parts: MyHuberLoss ContrastiveLoss
import keras
import tensorflow as tf


class MyHuberLoss(keras.losses.Loss):
    def __init__(self, threshold, reduction="sum_over_batch_size", name="my_huber_loss"):
        super().__init__(reduction=reduction, name=name)
        self.threshold = threshold

    def call(self, y_true, y_pred):
        e = tf.abs(y_true - y_pred)
        return tf.where(e <= self.threshold, tf.square(e) / 2, self.threshold * (e - self.threshold / 2))


class ContrastiveLoss(keras.losses.Loss):
    def __init__(self, margin):
        super().__init__(reduction="mean")
        self.margin = margin

    def call(self, y_true, y_pred):
        return tf.reduce_mean(
            y_true * tf.square(y_pred) + (1 - y_true) * tf.square(tf.maximum(self.margin - y_pred, 0))
        )
