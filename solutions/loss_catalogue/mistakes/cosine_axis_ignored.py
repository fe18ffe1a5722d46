# part: cosine_loss
# id: cosine_axis_ignored
# title: the last axis, whatever is asked for
# hint: Right along the last axis only. Everything that adds up along the vectors has to do so
#   along the axis that was given.
# fails: parameters
# passes: defined own_work values shape stable gradient graph fit
import tensorflow as tf


def cosine_loss(axis):
    def unit(vectors):
        lengths = tf.norm(vectors, axis=-1, keepdims=True)
        return vectors / tf.maximum(lengths, 1e-7)

    def loss(y_true, y_pred):
        return -tf.reduce_sum(unit(y_true) * unit(y_pred), axis=-1)

    return loss
