# title: the label as a bool
# parts: contrastive_loss contrastive_loss_with_margin ContrastiveLoss
import tensorflow as tf
from keras import ops
from keras.losses import Loss


def contrastive_loss(y_true, y_pred):
    is_similar = tf.cast(y_true, tf.bool)
    return tf.reduce_mean(tf.where(is_similar, y_pred, tf.nn.relu(1 - y_pred)) ** 2)


def contrastive_loss_with_margin(margin):
    def loss(y_true, y_pred):
        same = ops.cast(y_true, "bool")
        push = ops.square(ops.maximum(margin - y_pred, 0))
        return ops.mean(ops.where(same, ops.square(y_pred), push))

    return loss


class ContrastiveLoss(Loss):
    def __init__(self, margin):
        super().__init__()
        self.margin = margin

    def call(self, y_true, y_pred):
        different = tf.not_equal(y_true, 1)
        different = tf.cast(different, y_pred.dtype)
        push = tf.square(tf.maximum(self.margin - y_pred, 0))
        return tf.reduce_mean((1 - different) * y_pred**2 + different * push)
