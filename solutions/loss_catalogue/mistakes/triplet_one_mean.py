# part: triplet_loss
# id: triplet_one_mean
# title: one mean over the whole batch, as in the survey
# hint: The value is right, but it is one number for the whole batch. Here Keras does the
#   averaging, and you return one for each triplet.
# fails: shape
# passes: defined own_work values parameters gradient graph fit
import tensorflow as tf


def triplet_loss(margin):
    def loss(y_true, y_pred):
        anchor, positive, negative = tf.split(y_pred, 3, axis=-1)
        near = tf.reduce_sum(tf.square(anchor - positive), axis=-1)
        far = tf.reduce_sum(tf.square(anchor - negative), axis=-1)
        return tf.reduce_mean(tf.maximum(near - far + margin, 0.0))

    return loss
