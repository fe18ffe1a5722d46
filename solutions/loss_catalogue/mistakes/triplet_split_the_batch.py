# part: triplet_loss
# id: triplet_split_the_batch
# title: the batch is split into thirds instead of the row
# hint: You split along the batch: anchors, positives and negatives lie side by side in each row.
#   Which axis is that?
# fails: values shape parameters gradient graph fit
# passes: defined own_work
import tensorflow as tf


def triplet_loss(margin):
    def loss(y_true, y_pred):
        anchor, positive, negative = y_pred[0::3], y_pred[1::3], y_pred[2::3]
        near = tf.reduce_sum(tf.square(anchor - positive), axis=-1)
        far = tf.reduce_sum(tf.square(anchor - negative), axis=-1)
        return tf.maximum(near - far + margin, 0.0)

    return loss
