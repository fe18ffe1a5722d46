# title: the parameter is called m, not margin
# part: contrastive_loss_with_margin
# fails: signature
import tensorflow as tf


def contrastive_loss_with_margin(m):
    def loss(y_true, y_pred):
        push = tf.square(tf.maximum(m - y_pred, 0))
        return tf.reduce_mean(y_true * tf.square(y_pred) + (1 - y_true) * push)

    return loss
