# part: contrastive_loss_with_margin
# id: contrastive_wrapper_returns_nothing
# title: the wrapper does not return the inner function
# hint: Your wrapper defines an inner function and then gives back None. Look at what follows the
#   inner function, and at how far that line is indented.
# fails: signature values shape parameters gradient graph fit
# passes: defined
import tensorflow as tf


def contrastive_loss_with_margin(margin):
    def loss(y_true, y_pred):
        similar = y_true * tf.square(y_pred)
        dissimilar = (1.0 - y_true) * tf.square(tf.maximum(margin - y_pred, 0.0))
        return tf.reduce_mean(similar + dissimilar)
