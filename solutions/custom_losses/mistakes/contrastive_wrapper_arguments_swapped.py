# title: the inner function takes y_pred first
# part: contrastive_loss_with_margin
# fails: values parameters gradient graph fit
import tensorflow as tf


def contrastive_loss_with_margin(margin):
    def loss(y_pred, y_true):
        push = tf.square(tf.maximum(margin - y_pred, 0))
        return tf.reduce_mean(y_true * tf.square(y_pred) + (1 - y_true) * push)

    return loss
