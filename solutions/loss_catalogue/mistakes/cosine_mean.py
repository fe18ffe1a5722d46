# part: cosine_loss
# id: cosine_mean
# title: the mean along the axis instead of the sum
# hint: With four numbers a vector your loss is a quarter of what it should be. A scalar product
#   is a sum.
# fails: values parameters gradient graph fit
# passes: defined own_work
import tensorflow as tf


def cosine_loss(axis):
    def unit(vectors):
        lengths = tf.norm(vectors, axis=axis, keepdims=True)
        return vectors / tf.maximum(lengths, 1e-7)

    def loss(y_true, y_pred):
        return -tf.reduce_mean(unit(y_true) * unit(y_pred), axis=axis)

    return loss
