# part: quadruplet_loss
# id: quadruplet_is_triplet
# title: the second half is missing
# hint: Your loss is the triplet loss: the second negative does not occur in it.
# fails: values parameters gradient graph fit
# passes: defined own_work
import tensorflow as tf


def quadruplet_loss(margin1, margin2):
    def loss(y_true, y_pred):
        anchor, positive, negative, other = tf.split(y_pred, 4, axis=-1)
        near = tf.reduce_sum(tf.square(anchor - positive), axis=-1)
        far = tf.reduce_sum(tf.square(anchor - negative), axis=-1)
        apart = tf.reduce_sum(tf.square(other - negative), axis=-1)
        return tf.maximum(near - far + margin1, 0.0)

    return loss
