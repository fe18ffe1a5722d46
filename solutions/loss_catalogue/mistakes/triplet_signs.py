# part: triplet_loss
# id: triplet_signs
# title: positive and negative have changed places
# hint: Your loss falls as the positive moves away. Which of the two distances should be the small
#   one?
# fails: values parameters gradient graph fit
# passes: defined own_work
import tensorflow as tf


def triplet_loss(margin):
    def loss(y_true, y_pred):
        anchor, positive, negative = tf.split(y_pred, 3, axis=-1)
        near = tf.reduce_sum(tf.square(anchor - positive), axis=-1)
        far = tf.reduce_sum(tf.square(anchor - negative), axis=-1)
        return tf.maximum(far - near + margin, 0.0)

    return loss
