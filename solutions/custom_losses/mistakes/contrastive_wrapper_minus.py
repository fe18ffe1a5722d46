# part: contrastive_loss_with_margin
# id: contrastive_wrapper_minus
# title: the half for dissimilar pairs is subtracted
# hint: Dissimilar pairs that are too close earn a reward: your loss goes below zero. Look at the
#   sign between the two halves, and at the sign of the switch in front of the second.
# fails: values parameters gradient graph fit
# passes: defined signature shape
import tensorflow as tf


def contrastive_loss_with_margin(margin):
    def loss(y_true, y_pred):
        similar = y_true * tf.square(y_pred)
        dissimilar = (1.0 - y_true) * tf.square(tf.maximum(margin - y_pred, 0.0))
        return tf.reduce_mean(similar - dissimilar)

    return loss
