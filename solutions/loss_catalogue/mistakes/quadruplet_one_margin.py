# part: quadruplet_loss
# id: quadruplet_one_margin
# title: the first margin in both halves
# hint: Changing the second margin changes nothing. Where should it be?
# fails: parameters
# passes: defined own_work values shape gradient graph fit
import tensorflow as tf


def quadruplet_loss(margin1, margin2):
    def loss(y_true, y_pred):
        anchor, positive, negative, other = tf.split(y_pred, 4, axis=-1)
        near = tf.reduce_sum(tf.square(anchor - positive), axis=-1)
        far = tf.reduce_sum(tf.square(anchor - negative), axis=-1)
        apart = tf.reduce_sum(tf.square(other - negative), axis=-1)
        return tf.maximum(near - far + margin1, 0.0) + tf.maximum(near - apart + margin1, 0.0)

    return loss
