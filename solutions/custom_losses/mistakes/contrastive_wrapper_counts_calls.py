# title: widens the margin a little at every call
# part: contrastive_loss_with_margin
# fails: values parameters gradient graph fit
import tensorflow as tf


def contrastive_loss_with_margin(margin):
    calls = [0]

    def loss(y_true, y_pred):
        calls[0] += 1
        push = tf.square(tf.maximum(margin + 0.1 * calls[0] - y_pred, 0))
        return tf.reduce_mean(y_true * tf.square(y_pred) + (1 - y_true) * push)

    return loss
