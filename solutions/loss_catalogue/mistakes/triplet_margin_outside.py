# part: triplet_loss
# id: triplet_margin_outside
# title: the margin is added after the maximum
# hint: Every triplet pays at least the margin in your loss, so that none is ever good enough.
#   Which side of the maximum is it on in the formula?
# fails: values parameters gradient graph fit
# passes: defined own_work
import tensorflow as tf


def triplet_loss(margin):
    def loss(y_true, y_pred):
        anchor, positive, negative = tf.split(y_pred, 3, axis=-1)
        near = tf.reduce_sum(tf.square(anchor - positive), axis=-1)
        far = tf.reduce_sum(tf.square(anchor - negative), axis=-1)
        return tf.maximum(near - far, 0.0) + margin

    return loss
