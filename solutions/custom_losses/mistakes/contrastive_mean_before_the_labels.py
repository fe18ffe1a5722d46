# part: contrastive_loss
# id: contrastive_mean_before_the_labels
# title: averages the distances before the labels are multiplied
# hint: You average first and multiply with Y afterwards, so each pair pays for the whole batch.
#   What has to be put together pair by pair before anything is averaged?
# fails: values shape parameters gradient graph fit
# passes: defined signature
import tensorflow as tf


def contrastive_loss(y_true, y_pred):
    margin = 1.0
    similar = y_true * tf.reduce_mean(tf.square(y_pred))
    dissimilar = (1.0 - y_true) * tf.reduce_mean(tf.square(tf.maximum(margin - y_pred, 0.0)))
    return similar + dissimilar
