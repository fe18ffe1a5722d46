# title: binary cross-entropy in place of the contrastive loss
# part: contrastive_loss
# fails: values parameters gradient graph fit
import tensorflow as tf


def contrastive_loss(y_true, y_pred):
    p = tf.clip_by_value(y_pred, 1e-7, 1 - 1e-7)
    return -tf.reduce_mean(y_true * tf.math.log(p) + (1 - y_true) * tf.math.log(1 - p))
