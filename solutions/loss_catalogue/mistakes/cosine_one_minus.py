# part: cosine_loss
# id: cosine_one_minus
# title: one minus the cosine, as in other libraries
# hint: One minus the cosine is a loss too, but not this one: the same direction is to cost -1, as
#   in Keras. By how much do all your numbers differ?
# fails: values stable parameters graph fit
# passes: defined own_work gradient
import tensorflow as tf


def cosine_loss(axis):
    def unit(vectors):
        lengths = tf.norm(vectors, axis=axis, keepdims=True)
        return vectors / tf.maximum(lengths, 1e-7)

    def loss(y_true, y_pred):
        return 1 - tf.reduce_sum(unit(y_true) * unit(y_pred), axis=axis)

    return loss
