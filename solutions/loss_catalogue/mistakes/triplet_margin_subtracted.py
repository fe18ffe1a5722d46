# part: triplet_loss
# id: triplet_margin_subtracted
# title: the margin is subtracted
# hint: With your sign a negative may even be nearer than the positive without any cost. What
#   should the margin ask for?
# fails: values parameters gradient graph fit
# passes: defined own_work
import tensorflow as tf


def triplet_loss(margin):
    def loss(y_true, y_pred):
        anchor, positive, negative = tf.split(y_pred, 3, axis=-1)
        near = tf.reduce_sum(tf.square(anchor - positive), axis=-1)
        far = tf.reduce_sum(tf.square(anchor - negative), axis=-1)
        return tf.maximum(near - far - margin, 0.0)

    return loss
