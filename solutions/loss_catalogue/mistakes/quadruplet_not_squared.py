# part: quadruplet_loss
# id: quadruplet_not_squared
# title: distances instead of their squares
# hint: You compare the distances themselves; the formula compares their squares.
# fails: values parameters gradient graph fit
# passes: defined own_work
import tensorflow as tf


def quadruplet_loss(margin1, margin2):
    def loss(y_true, y_pred):
        anchor, positive, negative, other = tf.split(y_pred, 4, axis=-1)
        near = tf.reduce_sum(tf.square(anchor - positive), axis=-1)
        far = tf.reduce_sum(tf.square(anchor - negative), axis=-1)
        apart = tf.reduce_sum(tf.square(other - negative), axis=-1)
        return tf.maximum(tf.sqrt(near) - tf.sqrt(far) + margin1, 0.0) + tf.maximum(tf.sqrt(near) - tf.sqrt(apart) + margin2, 0.0)

    return loss
