# part: cosine_loss
# id: cosine_zero_is_nan
# title: a vector of zeros is divided by its length
# hint: Right except for a vector of zeros: what is 0 divided by 0? The docstring says how short a
#   vector may count.
# fails: stable
# passes: defined own_work values shape parameters gradient graph fit
import tensorflow as tf


def cosine_loss(axis):
    def unit(vectors):
        lengths = tf.norm(vectors, axis=axis, keepdims=True)
        return vectors / lengths

    def loss(y_true, y_pred):
        return -tf.reduce_sum(unit(y_true) * unit(y_pred), axis=axis)

    return loss
