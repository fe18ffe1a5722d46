# part: contrastive_loss
# id: contrastive_dissimilar_half_for_all
# title: the second half has no switch: similar pairs pay it too
# hint: Dissimilar pairs are right, but similar ones also pay for being closer than the margin.
#   What in the formula switches the second half off for them?
# fails: values parameters gradient graph fit
# passes: defined signature shape
import tensorflow as tf


def contrastive_loss(y_true, y_pred):
    margin = 1.0
    similar = y_true * tf.square(y_pred)
    dissimilar = tf.square(tf.maximum(margin - y_pred, 0.0))
    return tf.reduce_mean(similar + dissimilar)
