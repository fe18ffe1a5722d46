# part: contrastive_loss
# id: contrastive_to_float
# title: float() on the result, a number without a gradient
# hint: `float` makes a plain Python number of your loss: it has forgotten where it came from, so
#   there is no gradient, and in fit there is no value to convert. What you have before that
#   step is what the stub asks for.
# fails: gradient graph fit
# passes: defined signature values shape parameters
import tensorflow as tf


def contrastive_loss(y_true, y_pred):
    margin = 1.0
    similar = y_true * tf.square(y_pred)
    dissimilar = (1.0 - y_true) * tf.square(tf.maximum(margin - y_pred, 0.0))
    return float(tf.reduce_mean(similar + dissimilar))
