# part: triplet_loss
# id: triplet_order
# title: the row is read as positive, anchor, negative
# hint: The row begins with the anchor. Which two of the three have you measured against the
#   negative?
# fails: values parameters gradient graph fit
# passes: defined own_work
import tensorflow as tf


def triplet_loss(margin):
    def loss(y_true, y_pred):
        positive, anchor, negative = tf.split(y_pred, 3, axis=-1)
        near = tf.reduce_sum(tf.square(anchor - positive), axis=-1)
        far = tf.reduce_sum(tf.square(anchor - negative), axis=-1)
        return tf.maximum(near - far + margin, 0.0)

    return loss
