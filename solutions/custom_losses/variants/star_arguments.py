# title: takes its tensors as *args
# parts: my_huber_loss my_huber_loss_with_threshold MyHuberLoss contrastive_loss_with_margin
import tensorflow as tf
from keras.losses import Loss


def my_huber_loss(*tensors):
    y_true, y_pred = tensors
    e = tf.abs(y_true - y_pred)
    return tf.where(e <= 1, e**2 / 2, e - 0.5)


def my_huber_loss_with_threshold(threshold, *_):
    def loss(*args, **kwargs):
        e = tf.abs(args[0] - args[1])
        return tf.where(e <= threshold, e**2 / 2, threshold * (e - threshold / 2))

    return loss


class MyHuberLoss(Loss):
    def __init__(self, threshold, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.threshold = threshold

    def call(self, *args):
        return my_huber_loss_with_threshold(self.threshold)(*args)


def contrastive_loss_with_margin(margin):
    def loss(y, /, d):
        return tf.reduce_mean(y * d**2 + (1 - y) * tf.maximum(margin - d, 0) ** 2)

    return loss
