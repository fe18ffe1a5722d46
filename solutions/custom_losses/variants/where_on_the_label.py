# title: tf.where chooses by the label, which is 0 or 1
# parts: contrastive_loss contrastive_loss_with_margin
import tensorflow as tf


def contrastive_loss(y_true, y_pred):
    hinge = tf.maximum(1.0 - y_pred, 0.0)
    return tf.reduce_mean(tf.where(tf.equal(y_true, 1), tf.square(y_pred), tf.square(hinge)))


def contrastive_loss_with_margin(margin):
    def loss(y_true, y_pred):
        x = tf.where(y_true > 0.5, y_pred, tf.maximum(margin - y_pred, 0.0))
        return tf.reduce_mean(x * x)

    return loss
