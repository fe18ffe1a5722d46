# part: triplet_loss
# id: triplet_wrapper_returns_nothing
# title: the inner function is not returned
# hint: The inner function is written, but nobody gets it. What does the last line of the outer
#   one return?
# fails: values shape parameters gradient graph fit
# passes: defined own_work
import tensorflow as tf


def triplet_loss(margin):
    def loss(y_true, y_pred):
        anchor, positive, negative = tf.split(y_pred, 3, axis=-1)
        near = tf.reduce_sum(tf.square(anchor - positive), axis=-1)
        far = tf.reduce_sum(tf.square(anchor - negative), axis=-1)
        return tf.maximum(near - far + margin, 0.0)

