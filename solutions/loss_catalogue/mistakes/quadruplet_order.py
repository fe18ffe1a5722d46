# part: quadruplet_loss
# id: quadruplet_order
# title: the two negatives have changed places
# hint: The third embedding of a row is the negative that is compared with the anchor, the fourth
#   the one that is not.
# fails: values parameters gradient graph fit
# passes: defined own_work
import tensorflow as tf


def quadruplet_loss(margin1, margin2):
    def loss(y_true, y_pred):
        anchor, positive, other, negative = tf.split(y_pred, 4, axis=-1)
        near = tf.reduce_sum(tf.square(anchor - positive), axis=-1)
        far = tf.reduce_sum(tf.square(anchor - negative), axis=-1)
        apart = tf.reduce_sum(tf.square(other - negative), axis=-1)
        return tf.maximum(near - far + margin1, 0.0) + tf.maximum(near - apart + margin2, 0.0)

    return loss
