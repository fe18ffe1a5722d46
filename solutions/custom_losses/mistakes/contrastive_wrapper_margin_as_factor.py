# title: the margin multiplies the hinge; at 1 this does not show
# part: contrastive_loss_with_margin
# fails: parameters
import tensorflow as tf


def contrastive_loss_with_margin(margin):
    def contrastive_loss(y_true, y_pred):
        square_pred = tf.square(y_pred)
        margin_square = margin * tf.square(tf.maximum(1 - y_pred, 0))
        return tf.reduce_mean(y_true * square_pred + (1 - y_true) * margin_square)
    return contrastive_loss
