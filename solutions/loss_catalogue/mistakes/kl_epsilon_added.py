# part: kl_divergence_loss
# id: kl_epsilon_added
# title: the small number is added instead of clipping to it
# hint: Adding a small number is not the same as clipping: a number above 1 stays above 1, and one
#   below 0 stays below.
# fails: stable
# passes: defined own_work values shape gradient graph fit
import tensorflow as tf


def kl_divergence_loss(y_true, y_pred):
    y = y_true + 1e-7
    p = y_pred + 1e-7
    return tf.reduce_sum(y * tf.math.log(y / p), axis=-1)
