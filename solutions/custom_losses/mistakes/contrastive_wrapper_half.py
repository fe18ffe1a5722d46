# title: times 1/2 in the wrapper
# part: contrastive_loss_with_margin
# fails: values parameters gradient graph fit
import tensorflow as tf


def contrastive_loss_with_margin(margin):
    def loss(y_true, y_pred):
        push = tf.square(tf.maximum(margin - y_pred, 0))
        return tf.reduce_mean(0.5 * (y_true * tf.square(y_pred) + (1 - y_true) * push))

    return loss
