# title: keeps the margin on one shared function
# part: contrastive_loss_with_margin
# fails: parameters
import tensorflow as tf


def _loss(y_true, y_pred):
    push = tf.square(tf.maximum(_loss.margin - y_pred, 0.0))
    return tf.reduce_mean(y_true * tf.square(y_pred) + (1 - y_true) * push)


def contrastive_loss_with_margin(margin):
    _loss.margin = margin
    return _loss
