# part: contrastive_loss_with_margin
# id: contrastive_wrapper_integer_tensor
# title: makes a tensor of the margin, an integer one of a whole number, invisible at 1.0
# hint: It works with 1.0 and fails with 1. Which dtype does your tensor get when the margin is a
#   whole number, and do you need a tensor there? A plain number adapts itself.
# fails: parameters
# passes: defined signature values shape gradient graph fit
import tensorflow as tf


def contrastive_loss_with_margin(margin):
    margin = tf.constant(margin)

    def loss(y_true, y_pred):
        similar = y_true * tf.square(y_pred)
        dissimilar = (1.0 - y_true) * tf.square(tf.maximum(margin - y_pred, 0.0))
        return tf.reduce_mean(similar + dissimilar)

    return loss
