# part: contrastive_loss_with_margin
# id: contrastive_wrapper_no_max
# title: nothing keeps the gap from going negative before it is squared
# hint: Your loss also charges dissimilar pairs beyond the margin and pulls them back. What should
#   happen to a gap below zero, and does it happen before the square makes it positive?
# fails: values parameters gradient graph fit
# passes: defined signature shape
import tensorflow as tf


def contrastive_loss_with_margin(margin):
    def loss(y_true, y_pred):
        similar = y_true * tf.square(y_pred)
        dissimilar = (1.0 - y_true) * tf.square(margin - y_pred)
        return tf.reduce_mean(similar + dissimilar)

    return loss
