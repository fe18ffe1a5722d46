# part: contrastive_loss
# id: contrastive_distance_not_squared
# title: the distance of similar pairs is not squared
# hint: Dissimilar pairs are right, similar ones are not. Compare the similar pair at 0.5 of the
#   docstring with your result: what happens to the distance before Y multiplies it?
# fails: values parameters gradient graph fit
# passes: defined signature shape
import tensorflow as tf


def contrastive_loss(y_true, y_pred):
    margin = 1.0
    similar = y_true * y_pred
    dissimilar = (1.0 - y_true) * tf.square(tf.maximum(margin - y_pred, 0.0))
    return tf.reduce_mean(similar + dissimilar)
