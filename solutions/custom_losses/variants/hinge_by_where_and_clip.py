# title: the hinge by tf.where, by clip_by_value and by (x + |x|) / 2
# parts: contrastive_loss contrastive_loss_with_margin ContrastiveLoss
import tensorflow as tf


def contrastive_loss(y_true, y_pred):
    room = 1.0 - y_pred
    room = tf.where(room > 0, room, tf.zeros_like(room))
    return tf.reduce_mean(y_true * y_pred ** 2 + (1.0 - y_true) * room ** 2)


def contrastive_loss_with_margin(margin):
    def loss(y_true, y_pred):
        room = margin - y_pred
        room = (room + tf.abs(room)) / 2
        return tf.reduce_mean(y_true * y_pred ** 2 + (1 - y_true) * room ** 2)

    return loss


class ContrastiveLoss(tf.keras.losses.Loss):
    def __init__(self, margin):
        super().__init__()
        self.margin = margin

    def call(self, y_true, y_pred):
        room = tf.clip_by_value(self.margin - y_pred, 0.0, 1e9)
        return tf.reduce_mean(y_true * y_pred ** 2 + (1.0 - y_true) * room ** 2)
