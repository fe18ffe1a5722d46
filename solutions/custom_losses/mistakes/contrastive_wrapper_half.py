# part: contrastive_loss_with_margin
# id: contrastive_wrapper_half
# title: the 1/2 of the original paper
# hint: Everything is half as large as it should be. The original paper has such a factor; does
#   the formula in the handout?
# fails: values parameters gradient graph fit
# passes: defined
import tensorflow as tf


def contrastive_loss_with_margin(margin):
    def loss(y_true, y_pred):
        similar = y_true * tf.square(y_pred)
        dissimilar = (1.0 - y_true) * tf.square(tf.maximum(margin - y_pred, 0.0))
        return 0.5 * tf.reduce_mean(similar + dissimilar)

    return loss
