# title: tf.map_fn with tf.cond, element by element
# parts: my_huber_loss my_huber_loss_with_threshold
import tensorflow as tf


def _one(e, t):
    return tf.cond(tf.abs(e) <= t, lambda: e * e / 2, lambda: t * (tf.abs(e) - t / 2))


def my_huber_loss(y_true, y_pred):
    errors = tf.reshape(y_true - y_pred, [-1])
    return tf.reshape(tf.map_fn(lambda e: _one(e, 1.0), errors), tf.shape(y_pred))


def my_huber_loss_with_threshold(threshold):
    def loss(y_true, y_pred):
        errors = y_true - y_pred
        flat = tf.vectorized_map(
            lambda e: tf.where(tf.abs(e) <= threshold, e * e / 2, threshold * (tf.abs(e) - threshold / 2)),
            tf.reshape(errors, [-1]),
        )
        return tf.reshape(flat, tf.shape(errors))

    return loss
