# title: both tensors flattened and the result in shape again
# parts: my_huber_loss my_huber_loss_with_threshold MyHuberLoss
import tensorflow as tf
from keras.losses import Loss


def my_huber_loss(y_true, y_pred):
    shape = tf.shape(y_pred)
    y_true, y_pred = tf.reshape(y_true, [-1]), tf.reshape(y_pred, [-1])
    e = tf.abs(y_true - y_pred)
    return tf.reshape(tf.where(e <= 1, e**2 / 2, e - 0.5), shape)


def my_huber_loss_with_threshold(threshold):
    def loss(y_true, y_pred):
        y_true = tf.reshape(y_true, tf.shape(y_pred))
        pair = tf.stack([y_true, y_pred])
        e = tf.abs(pair[0] - pair[1])
        return tf.where(e <= threshold, e**2 / 2, threshold * (e - threshold / 2))

    return loss


class MyHuberLoss(Loss):
    def __init__(self, threshold):
        super().__init__()
        self.threshold = threshold

    def call(self, y_true, y_pred):
        e = tf.abs(tf.expand_dims(y_true, 0) - tf.expand_dims(y_pred, 0))
        loss = tf.where(e <= self.threshold, e**2 / 2, self.threshold * (e - self.threshold / 2))
        return tf.squeeze(loss, axis=0)
