# part: contrastive_loss_with_margin
# id: contrastive_wrapper_hard_coded
# title: the inner function sets the margin to 1 again or has a default of its own, invisible at margin 1
# hint: Every margin gives the same loss. Follow the number from the outer parameter list down to
#   the formula: where is it replaced by another one, or never used?
# fails: parameters
# passes: defined signature values shape gradient graph fit
import tensorflow as tf


def contrastive_loss_with_margin(margin):
    def loss(y_true, y_pred):
        margin = 1.0
        similar = y_true * tf.square(y_pred)
        dissimilar = (1.0 - y_true) * tf.square(tf.maximum(margin - y_pred, 0.0))
        return tf.reduce_mean(similar + dissimilar)

    return loss
