# title: name scopes and identities round every step
# parts: my_huber_loss contrastive_loss ContrastiveLoss
import tensorflow as tf
from keras.losses import Loss


def my_huber_loss(y_true, y_pred):
    with tf.name_scope("huber"):
        with tf.name_scope("error"):
            e = tf.subtract(y_true, y_pred, name="e")
            a = tf.abs(e, name="size")
        small = tf.multiply(0.5, tf.square(e), name="small")
        large = tf.subtract(a, 0.5, name="large")
        return tf.identity(tf.where(a <= 1.0, small, large), name="loss")


def contrastive_loss(y_true, y_pred):
    with tf.name_scope("contrastive"):
        return tf.reduce_mean(
            y_true * y_pred**2 + (1.0 - y_true) * tf.maximum(1.0 - y_pred, 0.0) ** 2, name="mean"
        )


class ContrastiveLoss(Loss):
    def __init__(self, margin):
        super().__init__(name="contrastive")
        self.margin = margin

    def call(self, y_true, y_pred):
        with tf.name_scope(self.name):
            gap = tf.maximum(self.margin - y_pred, 0.0)
            return tf.identity(tf.reduce_mean(y_true * y_pred**2 + (1.0 - y_true) * gap**2))
