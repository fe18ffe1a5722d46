# title: the inner function does not average
# part: contrastive_loss_with_margin
# fails: shape
import tensorflow as tf


def contrastive_loss_with_margin(margin):
    def loss(y_true, y_pred):
        push = tf.square(tf.maximum(margin - y_pred, 0))
        return y_true * tf.square(y_pred) + (1 - y_true) * push

    return loss
