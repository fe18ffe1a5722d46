# title: the hinge by tf.where and by a mask
# parts: triplet_loss quadruplet_loss
import tensorflow as tf


def triplet_loss(margin):
    def loss(y_true, y_pred):
        a, p, n = tf.split(y_pred, 3, axis=1)
        gap = tf.reduce_sum((a - p) ** 2 - (a - n) ** 2, axis=1) + margin
        return tf.where(gap > 0, gap, 0.0)

    return loss


def quadruplet_loss(margin1, margin2):
    def hinge(gap):
        return gap * tf.cast(gap > 0, gap.dtype)

    def loss(y_true, y_pred):
        a, p, n, q = tf.split(y_pred, 4, axis=1)
        near = tf.reduce_sum((a - p) ** 2, axis=1)
        far, apart = tf.reduce_sum((a - n) ** 2, axis=1), tf.reduce_sum((q - n) ** 2, axis=1)
        return hinge(near - far + margin1) + hinge(near - apart + margin2)

    return loss
