# part: kl_divergence_loss
# id: kl_not_clipped
# title: nothing is clipped
# hint: Right between 0 and 1. What is 0 times the logarithm of 0, and what is the logarithm of y
#   / 0? The docstring says what happens to both before.
# fails: stable
# passes: defined own_work values shape gradient graph fit
import tensorflow as tf


def kl_divergence_loss(y_true, y_pred):
    y = y_true
    p = y_pred
    return tf.reduce_sum(y * tf.math.log(y / p), axis=-1)
