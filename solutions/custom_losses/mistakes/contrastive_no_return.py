# part: contrastive_loss
# id: contrastive_no_return
# title: computes the loss and returns nothing
# hint: Everything is computed and then dropped: a Python function that ends without `return`
#   gives None. Look at the last line of your function.
# fails: values shape parameters gradient graph fit
# passes: defined
import tensorflow as tf


def contrastive_loss(y_true, y_pred):
    margin = 1.0
    similar = y_true * tf.square(y_pred)
    dissimilar = (1.0 - y_true) * tf.square(tf.maximum(margin - y_pred, 0.0))
    loss = tf.reduce_mean(similar + dissimilar)
