# part: contrastive_loss
# id: contrastive_reduce_max
# title: reduce_max takes the largest gap of the batch
# hint: `reduce_max` shrinks the batch to its largest gap, so every dissimilar pair pays for the
#   closest one. You want to compare each gap with zero by itself.
# fails: values parameters gradient graph fit
# passes: defined signature shape
import tensorflow as tf


def contrastive_loss(y_true, y_pred):
    margin = 1.0
    similar = y_true * tf.square(y_pred)
    dissimilar = (1.0 - y_true) * tf.square(tf.reduce_max(margin - y_pred, 0))
    return tf.reduce_mean(similar + dissimilar)
