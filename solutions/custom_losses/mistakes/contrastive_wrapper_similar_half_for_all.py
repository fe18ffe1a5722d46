# part: contrastive_loss_with_margin
# id: contrastive_wrapper_similar_half_for_all
# title: the first half has no switch: dissimilar pairs pay it too
# hint: Similar pairs are right, but dissimilar ones also pay for their distance. What in the
#   formula switches the first half off for them?
# fails: values parameters gradient graph fit
# passes: defined signature shape
import tensorflow as tf


def contrastive_loss_with_margin(margin):
    def loss(y_true, y_pred):
        similar = tf.square(y_pred)
        dissimilar = (1.0 - y_true) * tf.square(tf.maximum(margin - y_pred, 0.0))
        return tf.reduce_mean(similar + dissimilar)

    return loss
