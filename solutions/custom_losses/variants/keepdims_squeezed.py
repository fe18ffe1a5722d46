# title: a mean with keepdims, squeezed afterwards
# parts: contrastive_loss contrastive_loss_with_margin ContrastiveLoss
import tensorflow as tf
from keras.losses import Loss


def _pairs(y, d, m):
    return y * tf.square(d) + (1 - y) * tf.square(tf.maximum(m - d, 0))


def contrastive_loss(y_true, y_pred):
    return tf.squeeze(tf.reduce_mean(_pairs(y_true, y_pred, 1), keepdims=True))


def contrastive_loss_with_margin(margin):
    def loss(y_true, y_pred):
        mean = tf.reduce_mean(tf.reshape(_pairs(y_true, y_pred, margin), [-1]), axis=0, keepdims=True)
        return mean[0]

    return loss


class ContrastiveLoss(Loss):
    def __init__(self, margin):
        super().__init__()
        self.margin = margin

    def call(self, y_true, y_pred):
        return tf.reshape(tf.reduce_mean(_pairs(y_true, y_pred, self.margin), 0), ())
