# part: contrastive_loss
# id: contrastive_third_argument
# title: asks for the margin as a third argument without a default
# hint: Keras calls a loss with two arguments, the labels and the distances; yours waits for a
#   third. In this stub the margin is a fixed number: where else could it be written?
# fails: signature values shape parameters gradient graph fit
# passes: defined
import tensorflow as tf


def contrastive_loss(y_true, y_pred, margin):
    similar = y_true * tf.square(y_pred)
    dissimilar = (1.0 - y_true) * tf.square(tf.maximum(margin - y_pred, 0.0))
    return tf.reduce_mean(similar + dissimilar)
