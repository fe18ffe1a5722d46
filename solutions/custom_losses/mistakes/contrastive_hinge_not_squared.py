# part: contrastive_loss
# id: contrastive_hinge_not_squared
# title: the gap to the margin is not squared
# hint: Similar pairs are right; a dissimilar pair pays for its gap to the margin, but not the
#   right amount. Compare the dissimilar pair at 0.2 of the docstring with your result: what
#   happens to the gap in the formula?
# fails: values parameters gradient graph fit
# passes: defined signature shape
import tensorflow as tf


def contrastive_loss(y_true, y_pred):
    margin = 1.0
    similar = y_true * tf.square(y_pred)
    dissimilar = (1.0 - y_true) * tf.maximum(margin - y_pred, 0.0)
    return tf.reduce_mean(similar + dissimilar)
