# part: contrastive_loss_with_margin
# id: contrastive_wrapper_len_of_the_batch
# title: divides by the batch size as Python sees it
# hint: In a cell all is right, but while fit traces your function the size of the batch is not
#   known yet, so Python can't count it. Which operation takes a mean without asking you for the
#   count?
# fails: graph fit
# passes: defined signature values shape parameters gradient
import tensorflow as tf


def contrastive_loss_with_margin(margin):
    def loss(y_true, y_pred):
        similar = y_true * tf.square(y_pred)
        dissimilar = (1.0 - y_true) * tf.square(tf.maximum(margin - y_pred, 0.0))
        return tf.reduce_sum(similar + dissimilar) / len(y_pred)

    return loss
