# part: contrastive_loss_with_margin
# id: contrastive_wrapper_calls_the_inner_with_nothing
# title: returns loss() instead of the inner function
# hint: The brackets behind the inner function's name call it, and there is nothing yet to call it
#   with. Keras calls it later, with labels and predictions of its own: what should the wrapper
#   hand back until then?
# fails: signature values shape parameters gradient graph fit
# passes: defined
import tensorflow as tf


def contrastive_loss_with_margin(margin):
    def loss(y_true, y_pred):
        similar = y_true * tf.square(y_pred)
        dissimilar = (1.0 - y_true) * tf.square(tf.maximum(margin - y_pred, 0.0))
        return tf.reduce_mean(similar + dissimilar)

    return loss()
