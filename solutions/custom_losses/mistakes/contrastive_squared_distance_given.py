# part: contrastive_loss
# id: contrastive_squared_distance_given
# title: takes y_pred for a squared distance
# hint: You take a square root of y_pred, as if the network returned squared distances. What does
#   the docstring say y_pred is?
# fails: values parameters gradient graph fit
# passes: defined
import tensorflow as tf


def contrastive_loss(y_true, y_pred):
    margin = 1.0
    similar = y_true * y_pred
    dissimilar = (1.0 - y_true) * tf.square(tf.maximum(margin - tf.sqrt(y_pred), 0.0))
    return tf.reduce_mean(similar + dissimilar)
