# part: cosine_loss
# id: cosine_not_normalised
# title: the vectors are not brought to length 1
# hint: You multiply the vectors as they are: a longer prediction costs less. Only directions
#   should count.
# fails: values parameters gradient graph fit
# passes: defined own_work
import tensorflow as tf


def cosine_loss(axis):
    def unit(vectors):
        lengths = tf.norm(vectors, axis=axis, keepdims=True)
        return vectors / tf.maximum(lengths, 1e-7)

    def loss(y_true, y_pred):
        return -tf.reduce_sum(y_true * y_pred, axis=axis)

    return loss
