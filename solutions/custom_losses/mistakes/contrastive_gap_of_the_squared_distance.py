# part: contrastive_loss
# id: contrastive_gap_of_the_squared_distance
# title: squares the distance before subtracting it from the margin, and the gap again
# hint: In the half for dissimilar pairs there is one square too many. What is measured against
#   the margin: the distance, or its square?
# fails: values parameters gradient graph fit
# passes: defined signature shape
import tensorflow as tf


def contrastive_loss(y_true, y_pred):
    margin = 1.0
    similar = y_true * tf.square(y_pred)
    dissimilar = (1.0 - y_true) * tf.square(tf.maximum(margin - tf.square(y_pred), 0.0))
    return tf.reduce_mean(similar + dissimilar)
