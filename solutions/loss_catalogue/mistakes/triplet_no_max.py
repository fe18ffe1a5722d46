# part: triplet_loss
# id: triplet_no_max
# title: negative values are not cut off
# hint: A triplet that is far better than the margin asks gives a negative loss and makes up for
#   bad ones. What does the formula do with those?
# fails: values parameters gradient graph fit
# passes: defined own_work shape
import tensorflow as tf


def triplet_loss(margin):
    def loss(y_true, y_pred):
        anchor, positive, negative = tf.split(y_pred, 3, axis=-1)
        near = tf.reduce_sum(tf.square(anchor - positive), axis=-1)
        far = tf.reduce_sum(tf.square(anchor - negative), axis=-1)
        return near - far + margin

    return loss
