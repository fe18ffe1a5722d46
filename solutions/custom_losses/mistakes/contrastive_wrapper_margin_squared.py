# part: contrastive_loss_with_margin
# id: contrastive_wrapper_margin_squared
# title: squares the margin before the distance is subtracted, invisible at margin 1
# hint: Right for margin 1, where a square does not show. With another margin dissimilar pairs go
#   free at the wrong distance: what happens to your margin before you subtract from it?
# fails: parameters
# passes: defined signature values shape gradient graph fit
import tensorflow as tf


def contrastive_loss_with_margin(margin):
    def loss(y_true, y_pred):
        similar = y_true * tf.square(y_pred)
        dissimilar = (1.0 - y_true) * tf.square(tf.maximum(margin**2 - y_pred, 0.0))
        return tf.reduce_mean(similar + dissimilar)

    return loss
