# title: defined under other names and assigned to the asked ones at the end
# parts: my_huber_loss my_huber_loss_with_threshold MyHuberLoss
import tensorflow as tf


class HuberV2(tf.keras.losses.Loss):
    def __init__(self, threshold):
        super().__init__()
        self.threshold = threshold

    def call(self, y_true, y_pred):
        return make(self.threshold)(y_true, y_pred)


def make(threshold):
    def loss(y_true, y_pred):
        a = tf.abs(y_true - y_pred)
        return tf.where(a <= threshold, a * a / 2, threshold * (a - threshold / 2))
    return loss


def plain(y_true, y_pred):
    return make(1)(y_true, y_pred)


my_huber_loss, my_huber_loss_with_threshold = plain, make
MyHuberLoss = HuberV2
