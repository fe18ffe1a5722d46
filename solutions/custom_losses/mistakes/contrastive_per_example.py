# part: contrastive_loss
# id: contrastive_per_example
# title: returns one value for each pair
# hint: The loss of each pair is right, but you return all of them. The stub asks for a single
#   number for the batch: what is missing at the end?
# fails: shape
# passes: defined signature values parameters gradient graph fit
import tensorflow as tf


def contrastive_loss(y_true, y_pred):
    margin = 1.0
    similar = y_true * tf.square(y_pred)
    dissimilar = (1.0 - y_true) * tf.square(tf.maximum(margin - y_pred, 0.0))
    return similar + dissimilar
