# title: the roles of Y are swapped in the wrapper
# part: contrastive_loss_with_margin
# fails: values parameters gradient graph fit
import tensorflow as tf


def contrastive_loss_with_margin(margin):
    def loss(y_true, y_pred):
        pull = tf.square(y_pred)
        push = tf.square(tf.maximum(margin - y_pred, 0))
        return tf.reduce_mean((1 - y_true) * pull + y_true * push)

    return loss
