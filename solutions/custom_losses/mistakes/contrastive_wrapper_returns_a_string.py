# part: contrastive_loss_with_margin
# id: contrastive_wrapper_returns_a_string
# title: returns the name of the inner function
# hint: Your wrapper returns a text. Keras knows only the names of its own losses; what you built
#   has to be handed over itself, not by its name.
# fails: signature values shape parameters gradient graph fit
# passes: defined
import tensorflow as tf


def contrastive_loss_with_margin(margin):
    def loss(y_true, y_pred):
        similar = y_true * tf.square(y_pred)
        dissimilar = (1.0 - y_true) * tf.square(tf.maximum(margin - y_pred, 0.0))
        return tf.reduce_mean(similar + dissimilar)

    return "loss"
