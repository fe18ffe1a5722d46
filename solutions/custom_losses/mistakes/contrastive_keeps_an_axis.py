# part: contrastive_loss
# id: contrastive_keeps_an_axis
# title: keepdims leaves an axis around the mean
# hint: The number is right, but it still sits in an axis or two of length 1. Which option of your
#   mean keeps them?
# fails: shape
# passes: defined signature values parameters gradient graph fit
import tensorflow as tf


def contrastive_loss(y_true, y_pred):
    margin = 1.0
    similar = y_true * tf.square(y_pred)
    dissimilar = (1.0 - y_true) * tf.square(tf.maximum(margin - y_pred, 0.0))
    return tf.reduce_mean(similar + dissimilar, keepdims=True)
