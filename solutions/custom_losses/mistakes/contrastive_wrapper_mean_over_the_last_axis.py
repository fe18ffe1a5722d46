# part: contrastive_loss_with_margin
# id: contrastive_wrapper_mean_over_the_last_axis
# title: averages over the last axis only
# hint: You average, but over one axis: for a column of pairs that leaves a number for each pair.
#   Over what should the mean be taken so that a single number is left?
# fails: shape
# passes: defined signature values parameters gradient graph fit
import tensorflow as tf


def contrastive_loss_with_margin(margin):
    def loss(y_true, y_pred):
        similar = y_true * tf.square(y_pred)
        dissimilar = (1.0 - y_true) * tf.square(tf.maximum(margin - y_pred, 0.0))
        return tf.reduce_mean(similar + dissimilar, axis=-1)

    return loss
