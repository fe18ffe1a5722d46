# title: < instead of <=, which meets the other branch at the threshold
# parts: my_huber_loss my_huber_loss_with_threshold MyHuberLoss
import tensorflow as tf
from tensorflow import keras


def my_huber_loss(y_true, y_pred):
    error = y_true - y_pred
    return tf.where(tf.abs(error) < 1, tf.square(error) / 2, tf.abs(error) - 0.5)


def my_huber_loss_with_threshold(threshold):
    def loss(y_true, y_pred):
        error = y_true - y_pred
        is_big = tf.abs(error) >= threshold
        return tf.where(is_big, threshold * (tf.abs(error) - 0.5 * threshold), tf.square(error) / 2)

    return loss


class MyHuberLoss(keras.losses.Loss):
    def __init__(self, threshold):
        super().__init__()
        self.threshold = threshold

    def call(self, y_true, y_pred):
        error = y_true - y_pred
        is_small = tf.less(tf.abs(error), self.threshold)
        return tf.where(is_small, tf.square(error) / 2, self.threshold * (tf.abs(error) - 0.5 * self.threshold))
