# part: contrastive_loss
# id: contrastive_eager_shortcut
# title: a shortcut by Python `if` for batches of similar pairs only
# hint: In a cell all is right, but in fit your `if` looks at a tensor that has no values yet. Is
#   the shortcut needed? Think of what the formula does by itself when every Y is 1.
# fails: graph fit
# passes: defined signature values shape parameters gradient
import tensorflow as tf


def contrastive_loss(y_true, y_pred):
    margin = 1.0
    similar = y_true * tf.square(y_pred)
    if tf.reduce_all(y_true == 1.0):
        return tf.reduce_mean(similar)
    dissimilar = (1.0 - y_true) * tf.square(tf.maximum(margin - y_pred, 0.0))
    return tf.reduce_mean(similar + dissimilar)
