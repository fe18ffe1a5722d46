# part: cosine_loss
# id: cosine_axis_in_the_sum_only
# title: the lengths are taken along the last axis, the sum along the given one
# hint: The lengths and the sum go along different axes: a vector lies along one.
# fails: parameters
# passes: defined own_work values shape stable gradient graph fit
import tensorflow as tf


def cosine_loss(axis):
    def unit(vectors):
        lengths = tf.norm(vectors, axis=-1, keepdims=True)
        return vectors / tf.maximum(lengths, 1e-7)

    def loss(y_true, y_pred):
        return -tf.reduce_sum(unit(y_true) * unit(y_pred), axis=axis)

    return loss
