# title: absolute values and clips by other means
# parts: binary_crossentropy_from_logits kl_divergence_loss mae_loss
import tensorflow as tf


def mae_loss(y_true, y_pred):
    e = y_true - y_pred
    return tf.reduce_mean(e * tf.sign(e), axis=-1)


def kl_divergence_loss(y_true, y_pred):
    def inside(x):
        return tf.where(x < 1e-7, 1e-7, tf.where(x > 1, 1.0, x))

    return tf.reduce_sum(inside(y_true) * tf.math.log(inside(y_true) / inside(y_pred)), -1)


def binary_crossentropy_from_logits(y_true, y_pred):
    # for labels of 0 and 1 only: the cost of a wrong sign
    return tf.reduce_mean(tf.math.softplus((1 - 2 * y_true) * y_pred), axis=-1)
