# title: inputs converted and cast first
# parts: poisson_loss mae_loss log_cosh_loss cosine_loss
import tensorflow as tf


def mae_loss(y_true, y_pred):
    y_pred = tf.convert_to_tensor(y_pred)
    y_true = tf.cast(y_true, y_pred.dtype)
    return tf.reduce_mean(tf.abs(tf.subtract(y_true, y_pred)), axis=-1)


def poisson_loss(y_true, y_pred):
    y_true, y_pred = tf.cast(y_true, tf.float32), tf.cast(y_pred, tf.float32)
    return tf.reduce_mean(y_pred, axis=-1) - tf.reduce_mean(
        tf.math.xlogy(y_true, y_pred + tf.keras.backend.epsilon()), axis=-1
    )


def log_cosh_loss(y_true, y_pred):
    x = tf.cast(y_pred, tf.float64) - tf.cast(y_true, tf.float64)
    costs = tf.math.log(tf.cosh(x))  # cosh(400) is no trouble for a float64
    return tf.cast(tf.reduce_mean(costs, axis=-1), tf.float32)


def cosine_loss(axis):
    def loss(y_true, y_pred):
        y_true, y_pred = tf.cast(y_true, tf.float32), tf.cast(y_pred, tf.float32)
        yy, pp, yp = (
            tf.reduce_sum(a * b, axis)
            for a, b in ((y_true, y_true), (y_pred, y_pred), (y_true, y_pred))
        )
        return -yp * tf.math.rsqrt(tf.maximum(yy, 1e-14)) * tf.math.rsqrt(tf.maximum(pp, 1e-14))

    return loss
