# part: contrastive_loss_with_margin
# id: contrastive_wrapper_no_return
# title: the inner function returns nothing
# hint: Everything is computed and then dropped: a Python function that ends without `return`
#   gives None. Look at the last line of the inner function.
# fails: values shape parameters gradient graph fit
# passes: defined
import tensorflow as tf


def contrastive_loss_with_margin(margin):
    def loss(y_true, y_pred):
        similar = y_true * tf.square(y_pred)
        dissimilar = (1.0 - y_true) * tf.square(tf.maximum(margin - y_pred, 0.0))
        loss = tf.reduce_mean(similar + dissimilar)

    return loss
