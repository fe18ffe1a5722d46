# title: the label is an index: tf.gather picks one of the two halves
# parts: contrastive_loss contrastive_loss_with_margin ContrastiveLoss
import tensorflow as tf
from keras.losses import Loss


def _each(y, d, m):
    both = tf.stack([tf.square(tf.maximum(m - d, 0)), tf.square(d)], axis=-1)
    both, index = tf.reshape(both, [-1, 2]), tf.reshape(tf.cast(y, tf.int32), [-1])
    return tf.gather(both, index, batch_dims=1)


def contrastive_loss(y_true, y_pred):
    return tf.reduce_mean(_each(y_true, y_pred, 1))


def contrastive_loss_with_margin(margin):
    def loss(y_true, y_pred):
        return tf.reduce_mean(_each(y_true, y_pred, margin))

    return loss


class ContrastiveLoss(Loss):
    def __init__(self, margin):
        super().__init__()
        self.margin = margin

    def call(self, y_true, y_pred):
        halves = [tf.square(tf.maximum(self.margin - y_pred, 0)), tf.square(y_pred)]
        chosen = tf.one_hot(tf.cast(y_true, tf.int32), 2)
        return tf.reduce_mean(tf.reduce_sum(chosen * tf.stack(halves, axis=-1), axis=-1))
