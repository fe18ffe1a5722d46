# title: @tf.function on the functions and on call
# parts: my_huber_loss my_huber_loss_with_threshold MyHuberLoss contrastive_loss ContrastiveLoss
import tensorflow as tf


@tf.function
def my_huber_loss(y_true, y_pred):
    error = y_true - y_pred
    return tf.where(tf.abs(error) <= 1.0, tf.square(error) / 2, tf.abs(error) - 0.5)


def my_huber_loss_with_threshold(threshold):
    @tf.function
    def loss(y_true, y_pred):
        error = y_true - y_pred
        return tf.where(tf.abs(error) <= threshold, tf.square(error) / 2, threshold * (tf.abs(error) - threshold / 2))

    return loss


class MyHuberLoss(tf.keras.losses.Loss):
    def __init__(self, threshold):
        super().__init__()
        self.threshold = threshold

    @tf.function
    def call(self, y_true, y_pred):
        error = y_true - y_pred
        linear = self.threshold * (tf.abs(error) - self.threshold / 2)
        return tf.where(tf.abs(error) <= self.threshold, tf.square(error) / 2, linear)


@tf.function
def contrastive_loss(y_true, y_pred):
    return tf.reduce_mean(y_true * tf.square(y_pred) + (1 - y_true) * tf.square(tf.maximum(1 - y_pred, 0)))


class ContrastiveLoss(tf.keras.losses.Loss):
    def __init__(self, margin):
        super().__init__()
        self.margin = margin

    @tf.function
    def call(self, y_true, y_pred):
        push = tf.square(tf.maximum(self.margin - y_pred, 0))
        return tf.reduce_mean(y_true * tf.square(y_pred) + (1 - y_true) * push)
