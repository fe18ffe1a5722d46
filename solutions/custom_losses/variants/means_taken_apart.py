# title: the mean is a sum over a size, or the sum of two means
# parts: contrastive_loss contrastive_loss_with_margin ContrastiveLoss
import tensorflow as tf


def contrastive_loss(y_true, y_pred):
    similar = tf.reduce_mean(y_true * y_pred ** 2)
    dissimilar = tf.reduce_mean((1 - y_true) * tf.maximum(1 - y_pred, 0) ** 2)
    return similar + dissimilar


def contrastive_loss_with_margin(margin):
    def loss(y_true, y_pred):
        each = y_true * y_pred ** 2 + (1 - y_true) * tf.maximum(margin - y_pred, 0) ** 2
        return tf.reduce_sum(each) / tf.cast(tf.size(each), each.dtype)

    return loss


class ContrastiveLoss(tf.keras.losses.Loss):
    def __init__(self, margin):
        super().__init__()
        self.margin = margin

    def call(self, y_true, y_pred):
        each = y_true * y_pred ** 2 + (1 - y_true) * tf.maximum(self.margin - y_pred, 0) ** 2
        per_example = tf.reduce_mean(each, axis=-1)
        return tf.reduce_mean(per_example)
