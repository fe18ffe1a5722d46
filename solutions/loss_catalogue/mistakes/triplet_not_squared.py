# part: triplet_loss
# id: triplet_not_squared
# title: distances instead of their squares
# hint: You compare the distances themselves. The formula compares their squares: is the root
#   needed?
# fails: values parameters gradient graph fit
# passes: defined own_work
import tensorflow as tf


def triplet_loss(margin):
    def loss(y_true, y_pred):
        anchor, positive, negative = tf.split(y_pred, 3, axis=-1)
        near = tf.reduce_sum(tf.square(anchor - positive), axis=-1)
        far = tf.reduce_sum(tf.square(anchor - negative), axis=-1)
        return tf.maximum(tf.sqrt(near) - tf.sqrt(far) + margin, 0.0)

    return loss
