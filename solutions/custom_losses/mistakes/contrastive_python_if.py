# title: Python if on the labels
# part: contrastive_loss
# fails: values shape parameters gradient graph fit
import tensorflow as tf


def contrastive_loss(y_true, y_pred):
    margin = 1
    if y_true == 1:
        return tf.reduce_mean(tf.square(y_pred))
    else:
        return tf.reduce_mean(tf.square(tf.maximum(margin - y_pred, 0)))
