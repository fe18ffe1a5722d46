# title: decorated with tf.function
# parts: kl_divergence_loss mae_loss triplet_loss
import tensorflow as tf


@tf.function
def mae_loss(y_true, y_pred):
    return tf.reduce_mean(tf.abs(y_true - y_pred), axis=-1)


@tf.function(reduce_retracing=True)
def kl_divergence_loss(y_true, y_pred):
    y, p = (tf.clip_by_value(x, 1e-7, 1.0) for x in (y_true, y_pred))
    return tf.reduce_sum(tf.math.xlogy(y, y) - tf.math.xlogy(y, p), axis=-1)


def triplet_loss(margin):
    @tf.function
    def loss(y_true, y_pred):
        a, p, n = tf.split(y_pred, 3, axis=-1)
        return tf.maximum(tf.reduce_sum((n - p) * (2 * a - n - p), axis=-1) + margin, 0.0) 

    return loss
