# part: contrastive_loss_with_margin
# id: contrastive_wrapper_margin_for_similar_pairs
# title: scales the distance of similar pairs by the margin, invisible at margin 1
# hint: Dissimilar pairs are right for every margin, similar ones for margin 1 only. Does the half
#   for similar pairs know the margin in the formula?
# fails: parameters
# passes: defined signature values shape gradient graph fit
import tensorflow as tf


def contrastive_loss_with_margin(margin):
    def loss(y_true, y_pred):
        similar = y_true * tf.square(y_pred / margin)
        dissimilar = (1.0 - y_true) * tf.square(tf.maximum(margin - y_pred, 0.0))
        return tf.reduce_mean(similar + dissimilar)

    return loss
