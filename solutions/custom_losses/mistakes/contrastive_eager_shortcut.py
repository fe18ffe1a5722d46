# title: a shortcut by Python if for batches of similar pairs only
# part: contrastive_loss
# fails: graph fit
import tensorflow as tf


def contrastive_loss(y_true, y_pred):
    if tf.reduce_all(y_true == 1):
        return tf.reduce_mean(tf.square(y_pred))
    push = tf.square(tf.maximum(1 - y_pred, 0))
    return tf.reduce_mean(y_true * tf.square(y_pred) + (1 - y_true) * push)
