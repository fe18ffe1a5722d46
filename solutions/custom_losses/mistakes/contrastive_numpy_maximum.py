# part: contrastive_loss
# id: contrastive_numpy_maximum
# title: np.maximum in the middle of tensor code
# hint: NumPy's maximum gets the numbers right, but no gradient comes back through it, and in fit
#   it can't work on tensors without values. Everything else in your function is TensorFlow
#   already.
# fails: gradient graph fit
# passes: defined signature values shape parameters
import numpy as np
import tensorflow as tf


def contrastive_loss(y_true, y_pred):
    margin = 1.0
    similar = y_true * tf.square(y_pred)
    dissimilar = (1.0 - y_true) * tf.square(np.maximum(margin - y_pred, 0.0))
    return tf.reduce_mean(similar + dissimilar)
