# title: tf.debugging checks the inputs first
# parts: my_huber_loss contrastive_loss contrastive_loss_with_margin
import tensorflow as tf


def my_huber_loss(y_true, y_pred):
    tf.debugging.assert_type(y_pred, tf.float32)
    tf.debugging.assert_equal(tf.shape(y_true), tf.shape(y_pred), "shapes differ")
    a = tf.debugging.check_numerics(tf.abs(y_true - y_pred), "not a number")
    return tf.where(a <= 1, a**2 / 2, a - 0.5)


def contrastive_loss(y_true, y_pred):
    assert y_true.shape.rank == y_pred.shape.rank
    tf.debugging.assert_non_negative(y_pred)
    return tf.reduce_mean(y_true * y_pred**2 + (1 - y_true) * tf.maximum(1 - y_pred, 0) ** 2)


def contrastive_loss_with_margin(margin):
    def loss(y_true, y_pred):
        is_label = tf.logical_or(tf.equal(y_true, 0), tf.equal(y_true, 1))
        with tf.control_dependencies([tf.debugging.Assert(tf.reduce_all(is_label), [y_true])]):
            push = tf.maximum(margin - y_pred, 0) ** 2
        return tf.reduce_mean(y_true * y_pred**2 + (1 - y_true) * push)

    return loss
