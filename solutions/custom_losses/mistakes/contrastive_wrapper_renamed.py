# part: contrastive_loss_with_margin
# id: contrastive_wrapper_renamed
# title: the parameter is called m, not margin
# hint: The loss itself is right, but its parameter has another name than in the stub, so a call
#   that names it fails. Which name does the stub use?
# fails: signature
# passes: defined values shape parameters gradient graph fit
import tensorflow as tf


def contrastive_loss_with_margin(m):
    def loss(y_true, y_pred):
        similar = y_true * tf.square(y_pred)
        dissimilar = (1.0 - y_true) * tf.square(tf.maximum(m - y_pred, 0.0))
        return tf.reduce_mean(similar + dissimilar)

    return loss
