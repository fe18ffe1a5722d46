# title: masks by tf.logical_and and tf.logical_not
# parts: my_huber_loss contrastive_loss contrastive_loss_with_margin
import tensorflow as tf


def my_huber_loss(y_true, y_pred):
    e = y_true - y_pred
    small = tf.logical_and(e <= 1.0, e >= -1.0)
    large = tf.logical_not(small)
    small, large = tf.cast(small, e.dtype), tf.cast(large, e.dtype)
    return small * 0.5 * e**2 + large * (tf.abs(e) - 0.5)


def contrastive_loss(y_true, y_pred):
    pays = tf.logical_and(y_true < 0.5, y_pred < 1.0)
    push = tf.where(pays, tf.square(1.0 - y_pred), 0.0)
    return tf.reduce_mean(y_true * tf.square(y_pred) + push)


def contrastive_loss_with_margin(margin):
    def loss(y_true, y_pred):
        free = tf.logical_or(tf.cast(y_true, tf.bool), tf.greater_equal(y_pred, margin))
        push = tf.where(free, tf.zeros_like(y_pred), tf.square(margin - y_pred))
        return tf.reduce_mean(y_true * tf.square(y_pred) + push)

    return loss
