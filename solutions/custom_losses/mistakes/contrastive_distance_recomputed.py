# part: contrastive_loss
# id: contrastive_distance_recomputed
# title: computes a distance from y_pred, which is one already
# hint: You measure a distance between labels and predictions. In this exercise the network has
#   measured it already: what does y_pred hold, according to the docstring, and what is y_true
#   for?
# fails: values parameters gradient graph fit
# passes: defined signature shape
import tensorflow as tf


def contrastive_loss(y_true, y_pred):
    margin = 1.0
    distance = tf.sqrt(tf.reduce_sum(tf.square(y_true - y_pred), axis=-1, keepdims=True) + 1e-7)
    similar = y_true * tf.square(distance)
    dissimilar = (1.0 - y_true) * tf.square(tf.maximum(margin - distance, 0.0))
    return tf.reduce_mean(similar + dissimilar)
