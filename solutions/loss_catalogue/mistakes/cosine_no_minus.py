# part: cosine_loss
# id: cosine_no_minus
# title: the minus is missing
# hint: The same direction gives +1, and training makes losses smaller: it would turn the vectors
#   away from each other.
# fails: values parameters gradient graph fit
# passes: defined own_work
import tensorflow as tf


def cosine_loss(axis):
    def unit(vectors):
        lengths = tf.norm(vectors, axis=axis, keepdims=True)
        return vectors / tf.maximum(lengths, 1e-7)

    def loss(y_true, y_pred):
        return tf.reduce_sum(unit(y_true) * unit(y_pred), axis=axis)

    return loss
