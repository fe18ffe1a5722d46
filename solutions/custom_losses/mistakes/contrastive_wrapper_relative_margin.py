# part: contrastive_loss_with_margin
# id: contrastive_wrapper_relative_margin
# title: divides the distance by the margin, invisible at margin 1
# hint: Dissimilar pairs go free at the right distance, but inside the margin the amount is right
#   for margin 1 only. Is the gap measured as a part of the margin, or as it is?
# fails: parameters
# passes: defined signature values shape gradient graph fit
import tensorflow as tf


def contrastive_loss_with_margin(margin):
    def loss(y_true, y_pred):
        similar = y_true * tf.square(y_pred)
        dissimilar = (1.0 - y_true) * tf.square(tf.maximum(1.0 - y_pred / margin, 0.0))
        return tf.reduce_mean(similar + dissimilar)

    return loss
