# title: the inner function's own default margin hides the outer one
# part: contrastive_loss_with_margin
# fails: parameters
import tensorflow as tf


def contrastive_loss_with_margin(margin):
    def loss(y_true, y_pred, margin=1.0):
        push = tf.square(tf.maximum(margin - y_pred, 0.0))
        return tf.reduce_mean(y_true * tf.square(y_pred) + (1 - y_true) * push)

    return loss
