# part: triplet_loss
# id: triplet_margin_hard_coded
# title: a margin of 1 in the place of the parameter
# hint: Every margin gives the same numbers. Does your inner function use the parameter of the
#   outer one?
# fails: parameters
# passes: defined own_work values shape gradient graph fit
import tensorflow as tf


def triplet_loss(margin):
    def loss(y_true, y_pred):
        anchor, positive, negative = tf.split(y_pred, 3, axis=-1)
        near = tf.reduce_sum(tf.square(anchor - positive), axis=-1)
        far = tf.reduce_sum(tf.square(anchor - negative), axis=-1)
        return tf.maximum(near - far + 1.0, 0.0)

    return loss
