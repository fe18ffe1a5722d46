# part: contrastive_loss_with_margin
# id: contrastive_wrapper_margin_minus_label
# title: counts the dissimilar pairs by margin - Y, invisible at margin 1
# hint: Right for margin 1, wrong for others. You replaced every 1 of the formula by the margin:
#   is the 1 that Y is subtracted from a margin, too?
# fails: parameters
# passes: defined signature values shape gradient graph fit
import tensorflow as tf


def contrastive_loss_with_margin(margin):
    def loss(y_true, y_pred):
        similar = y_true * tf.square(y_pred)
        dissimilar = (margin - y_true) * tf.square(tf.maximum(margin - y_pred, 0.0))
        return tf.reduce_mean(similar + dissimilar)

    return loss
