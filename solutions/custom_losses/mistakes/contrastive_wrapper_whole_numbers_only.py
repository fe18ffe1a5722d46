# part: contrastive_loss_with_margin
# id: contrastive_wrapper_whole_numbers_only
# title: int(margin) throws the decimals away, invisible at margin 1
# hint: Whole margins work, but one such as 0.5 does not: somewhere its decimals get lost. What do
#   you do to the number before you use it?
# fails: parameters
# passes: defined signature values shape gradient graph fit
import tensorflow as tf


def contrastive_loss_with_margin(margin):
    margin = int(margin)

    def loss(y_true, y_pred):
        similar = y_true * tf.square(y_pred)
        dissimilar = (1.0 - y_true) * tf.square(tf.maximum(margin - y_pred, 0.0))
        return tf.reduce_mean(similar + dissimilar)

    return loss
