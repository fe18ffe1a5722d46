# part: contrastive_loss_with_margin
# id: contrastive_wrapper_margin_as_factor
# title: the margin multiplies the second half instead of shifting it, invisible at margin 1
# hint: Right for margin 1, wrong for others: your margin makes dissimilar pairs dearer or
#   cheaper, but they still go free from distance 1 on. What should the margin decide?
# fails: parameters
# passes: defined signature values shape gradient graph fit
import tensorflow as tf


def contrastive_loss_with_margin(margin):
    def loss(y_true, y_pred):
        similar = y_true * tf.square(y_pred)
        dissimilar = (1.0 - y_true) * margin * tf.square(tf.maximum(1.0 - y_pred, 0.0))
        return tf.reduce_mean(similar + dissimilar)

    return loss
