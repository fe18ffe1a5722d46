# title: returns the name of the inner function
# part: contrastive_loss_with_margin
# fails: signature values shape parameters gradient graph fit
import tensorflow as tf


def contrastive_loss_with_margin(margin):
    def contrastive_loss(y_true, y_pred):
        push = tf.square(tf.maximum(margin - y_pred, 0))
        return tf.reduce_mean(y_true * tf.square(y_pred) + (1 - y_true) * push)

    return "contrastive_loss"
