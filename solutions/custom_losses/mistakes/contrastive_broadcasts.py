# part: contrastive_loss
# id: contrastive_broadcasts
# title: flattens only the labels, so (n,) against (n, 1) becomes (n, n)
# hint: Every label meets every distance: a column met a flat row and was broadcast to a square
#   table, and the mean hides it. Print both shapes just before you multiply: what do you do to
#   the one and not to the other?
# fails: values parameters gradient graph fit
# passes: defined signature shape
import tensorflow as tf


def contrastive_loss(y_true, y_pred):
    margin = 1.0
    y_true = tf.reshape(y_true, [-1])
    similar = y_true * tf.square(y_pred)
    dissimilar = (1.0 - y_true) * tf.square(tf.maximum(margin - y_pred, 0.0))
    return tf.reduce_mean(similar + dissimilar)
