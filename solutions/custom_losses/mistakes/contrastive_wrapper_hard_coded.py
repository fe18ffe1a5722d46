# title: margin = 1 inside the inner function
# part: contrastive_loss_with_margin
# fails: parameters
import tensorflow as tf


def contrastive_loss_with_margin(margin):
    def contrastive_loss(y_true, y_pred):
        margin = 1
        square_pred = tf.square(y_pred)
        margin_square = tf.square(tf.maximum(margin - y_pred, 0))
        return tf.reduce_mean(y_true * square_pred + (1 - y_true) * margin_square)
    return contrastive_loss
