# title: minimum in place of maximum
# part: contrastive_loss
# fails: values parameters gradient graph fit
import tensorflow as tf


def contrastive_loss(y_true, y_pred):
    gap = tf.minimum(1.0 - y_pred, 0.0)
    return tf.reduce_mean(y_true * tf.square(y_pred) + (1 - y_true) * tf.square(gap))
