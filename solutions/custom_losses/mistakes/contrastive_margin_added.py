# part: contrastive_loss
# id: contrastive_margin_added
# title: adds the margin to the distance
# hint: In your loss a dissimilar pair pays more the farther apart it is. How large is the gap
#   between a distance and the margin: does it grow or shrink with the distance?
# fails: values parameters gradient graph fit
# passes: defined signature shape
import tensorflow as tf


def contrastive_loss(y_true, y_pred):
    margin = 1.0
    similar = y_true * tf.square(y_pred)
    dissimilar = (1.0 - y_true) * tf.square(tf.maximum(margin + y_pred, 0.0))
    return tf.reduce_mean(similar + dissimilar)
