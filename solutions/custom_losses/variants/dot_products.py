# title: the mean as a dot product, by einsum and by tensordot
# parts: contrastive_loss contrastive_loss_with_margin ContrastiveLoss
import tensorflow as tf
from keras.losses import Loss


def contrastive_loss(y_true, y_pred):
    y, d = tf.reshape(y_true, [-1]), tf.reshape(y_pred, [-1])
    gap = tf.nn.relu(1.0 - d)
    total = tf.einsum("i,i,i->", y, d, d) + tf.einsum("i,i,i->", 1.0 - y, gap, gap)
    return total / tf.cast(tf.size(d), d.dtype)


def contrastive_loss_with_margin(margin):
    def loss(y_true, y_pred):
        y, d = tf.reshape(y_true, [-1]), tf.reshape(y_pred, [-1])
        gap = tf.nn.relu(margin - d)
        total = tf.tensordot(y, d * d, 1) + tf.tensordot(1 - y, gap * gap, 1)
        return total / tf.cast(tf.shape(d)[0], tf.float32)

    return loss


class ContrastiveLoss(Loss):
    def __init__(self, margin):
        super().__init__()
        self.margin = margin

    def call(self, y_true, y_pred):
        y, d = tf.reshape(y_true, [1, -1]), tf.reshape(y_pred, [-1, 1])
        gap = tf.nn.relu(self.margin - d)
        total = tf.matmul(y, d**2) + tf.matmul(1 - y, gap**2)
        return tf.reshape(total, []) / tf.cast(tf.size(d), tf.float32)
