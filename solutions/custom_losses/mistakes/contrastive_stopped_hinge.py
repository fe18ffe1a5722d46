# part: contrastive_loss
# id: contrastive_stopped_hinge
# title: stop_gradient on the gap: dissimilar pairs are never pushed
# hint: The values are right, but no push reaches the dissimilar pairs: for them the gradient is
#   zero. Where do you cut the gap off the distance?
# fails: gradient fit
# passes: defined signature values shape parameters graph
import tensorflow as tf


def contrastive_loss(y_true, y_pred):
    margin = 1.0
    similar = y_true * tf.square(y_pred)
    dissimilar = (1.0 - y_true) * tf.square(tf.stop_gradient(tf.maximum(margin - y_pred, 0.0)))
    return tf.reduce_mean(similar + dissimilar)
