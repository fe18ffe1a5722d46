# part: quadruplet_loss
# id: quadruplet_anchor_in_the_second_half
# title: the second half measures from the anchor
# hint: Your second half compares the anchor with the second negative. The formula compares two
#   distances that have no point in common: which?
# fails: values parameters gradient graph fit
# passes: defined own_work
import tensorflow as tf


def quadruplet_loss(margin1, margin2):
    def loss(y_true, y_pred):
        anchor, positive, negative, other = tf.split(y_pred, 4, axis=-1)
        near = tf.reduce_sum(tf.square(anchor - positive), axis=-1)
        far = tf.reduce_sum(tf.square(anchor - negative), axis=-1)
        apart = tf.reduce_sum(tf.square(anchor - other), axis=-1)
        return tf.maximum(near - far + margin1, 0.0) + tf.maximum(near - apart + margin2, 0.0)

    return loss
