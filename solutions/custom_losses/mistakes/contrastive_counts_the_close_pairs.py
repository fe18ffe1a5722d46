# part: contrastive_loss
# id: contrastive_counts_the_close_pairs
# title: charges a fixed price for each pair inside the margin
# hint: A dissimilar pair inside the margin costs the same however close it is, so nothing tells
#   the model where to push. What has become of the gap once you turn a comparison into 0 or 1?
# fails: values parameters gradient graph fit
# passes: defined signature shape
import tensorflow as tf


def contrastive_loss(y_true, y_pred):
    margin = 1.0
    similar = y_true * tf.square(y_pred)
    dissimilar = (1.0 - y_true) * tf.cast(y_pred < margin, tf.float32)
    return tf.reduce_mean(similar + dissimilar)
