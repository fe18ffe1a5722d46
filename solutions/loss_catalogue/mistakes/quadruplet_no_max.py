# part: quadruplet_loss
# id: quadruplet_no_max
# title: negative values are not cut off
# hint: Quadruplets that are better than needed give negative numbers. What does the formula do
#   with those, in each half?
# fails: values parameters gradient graph fit
# passes: defined own_work
import tensorflow as tf


def quadruplet_loss(margin1, margin2):
    def loss(y_true, y_pred):
        anchor, positive, negative, other = tf.split(y_pred, 4, axis=-1)
        near = tf.reduce_sum(tf.square(anchor - positive), axis=-1)
        far = tf.reduce_sum(tf.square(anchor - negative), axis=-1)
        apart = tf.reduce_sum(tf.square(other - negative), axis=-1)
        return near - far + margin1 + near - apart + margin2

    return loss
