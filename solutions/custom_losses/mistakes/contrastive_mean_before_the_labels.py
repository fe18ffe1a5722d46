# title: averages the distances before the labels are multiplied
# part: contrastive_loss
# fails: values shape parameters gradient graph fit
import tensorflow as tf


def contrastive_loss(y_true, y_pred):
    similar = y_true * tf.reduce_mean(tf.square(y_pred))
    different = (1 - y_true) * tf.reduce_mean(tf.square(tf.maximum(1 - y_pred, 0)))
    return similar + different
