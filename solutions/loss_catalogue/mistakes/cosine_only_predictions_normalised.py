# part: cosine_loss
# id: cosine_only_predictions_normalised
# title: the labels are not brought to length 1
# hint: Longer labels cost more. Both vectors have to be brought to length 1.
# fails: values parameters gradient graph fit
# passes: defined own_work
import tensorflow as tf


def cosine_loss(axis):
    def unit(vectors):
        lengths = tf.norm(vectors, axis=axis, keepdims=True)
        return vectors / tf.maximum(lengths, 1e-7)

    def loss(y_true, y_pred):
        return -tf.reduce_sum(y_true * unit(y_pred), axis=axis)

    return loss
