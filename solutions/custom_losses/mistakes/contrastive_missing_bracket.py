# part: contrastive_loss
# id: contrastive_missing_bracket
# title: 1 - Y without its bracket
# hint: Even a batch that should cost nothing costs something. In the second half, what does
#   Python multiply first when no bracket holds 1 - Y together?
# fails: values parameters gradient graph fit
# passes: defined
import tensorflow as tf


def contrastive_loss(y_true, y_pred):
    margin = 1.0
    similar = y_true * tf.square(y_pred)
    dissimilar = 1.0 - y_true * tf.square(tf.maximum(margin - y_pred, 0.0))
    return tf.reduce_mean(similar + dissimilar)
