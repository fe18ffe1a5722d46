# part: contrastive_loss
# id: contrastive_margin_minus_square
# title: subtracts the squared distance from the margin and does not square the gap
# hint: In the half for dissimilar pairs you squared the distance instead of the gap. In which
#   order does the formula subtract, cut off at zero and square?
# fails: values parameters gradient graph fit
# passes: defined signature shape
import tensorflow as tf


def contrastive_loss(y_true, y_pred):
    margin = 1.0
    similar = y_true * tf.square(y_pred)
    dissimilar = (1.0 - y_true) * tf.maximum(margin - tf.square(y_pred), 0.0)
    return tf.reduce_mean(similar + dissimilar)
