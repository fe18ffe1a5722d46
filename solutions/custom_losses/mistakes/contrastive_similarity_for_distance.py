# part: contrastive_loss
# id: contrastive_similarity_for_distance
# title: takes y_pred for a similarity: high for similar pairs
# hint: You treat a large y_pred as a sign of likeness, as with cosine similarity. Here y_pred is
#   a distance: how large should it become for a similar pair?
# fails: values parameters gradient graph fit
# passes: defined
import tensorflow as tf


def contrastive_loss(y_true, y_pred):
    margin = 1.0
    similar = y_true * tf.square(1.0 - y_pred)
    dissimilar = (1.0 - y_true) * tf.square(tf.maximum(y_pred - margin, 0.0))
    return tf.reduce_mean(similar + dissimilar)
