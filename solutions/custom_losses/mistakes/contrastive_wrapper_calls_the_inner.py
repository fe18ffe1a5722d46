# part: contrastive_loss_with_margin
# id: contrastive_wrapper_calls_the_inner
# title: returns the inner function's result instead of the inner function
# hint: Your wrapper calls the inner function, but no labels and predictions exist yet when the
#   margin is chosen. What should the wrapper hand back: a loss value, or the thing that Keras
#   will call later?
# fails: signature values shape parameters gradient graph fit
# passes: defined
import tensorflow as tf


def contrastive_loss_with_margin(margin):
    def loss(y_true, y_pred):
        similar = y_true * tf.square(y_pred)
        dissimilar = (1.0 - y_true) * tf.square(tf.maximum(margin - y_pred, 0.0))
        return tf.reduce_mean(similar + dissimilar)

    return loss(y_true, y_pred)
