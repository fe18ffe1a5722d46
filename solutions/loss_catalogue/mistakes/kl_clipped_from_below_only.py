# part: kl_divergence_loss
# id: kl_clipped_from_below_only
# title: clipped from below, but not at 1
# hint: There are two ends to the range in the docstring.
# fails: stable
# passes: defined own_work values shape gradient graph fit
import tensorflow as tf


def kl_divergence_loss(y_true, y_pred):
    y = tf.maximum(y_true, 1e-7)
    p = tf.maximum(y_pred, 1e-7)
    return tf.reduce_sum(y * tf.math.log(y / p), axis=-1)
