# title: the stable forms that textbooks print
# parts: binary_crossentropy_from_logits smoothed_crossentropy log_cosh_loss cosine_loss
import tensorflow as tf


def binary_crossentropy_from_logits(y_true, y_pred):
    z = y_pred
    costs = tf.maximum(z, 0.0) - z * y_true + tf.math.log1p(tf.exp(-tf.abs(z)))
    return tf.reduce_mean(costs, axis=-1)


def smoothed_crossentropy(smoothing):
    def loss(y_true, y_pred):
        labels = (1 - smoothing) * y_true + smoothing / y_pred.shape[-1]
        norm = tf.reduce_logsumexp(y_pred, axis=-1, keepdims=True)
        return tf.reduce_sum(labels * (norm - y_pred), axis=-1)

    return loss


def log_cosh_loss(y_true, y_pred):
    e = tf.abs(y_true - y_pred)
    return tf.reduce_mean(e + tf.math.log1p(tf.exp(-2 * e)) - tf.math.log(2.0), axis=-1)


def cosine_loss(axis):
    def loss(y_true, y_pred):
        y, p = tf.math.l2_normalize(y_true, axis), tf.math.l2_normalize(y_pred, axis)
        return -tf.reduce_sum(y * p, axis)

    return loss
