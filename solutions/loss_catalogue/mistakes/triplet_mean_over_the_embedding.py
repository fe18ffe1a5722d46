# part: triplet_loss
# id: triplet_mean_over_the_embedding
# title: the mean of the squares instead of their sum
# hint: A squared Euclidean distance adds up the squares. You average them.
# fails: values parameters gradient graph fit
# passes: defined own_work
import tensorflow as tf


def triplet_loss(margin):
    def loss(y_true, y_pred):
        anchor, positive, negative = tf.split(y_pred, 3, axis=-1)
        near = tf.reduce_mean(tf.square(anchor - positive), axis=-1)
        far = tf.reduce_mean(tf.square(anchor - negative), axis=-1)
        return tf.maximum(near - far + margin, 0.0)

    return loss
