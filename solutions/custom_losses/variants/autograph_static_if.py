# title: a Python if on something static, not on a tensor
# parts: my_huber_loss my_huber_loss_with_threshold contrastive_loss
import tensorflow as tf


@tf.function
def my_huber_loss(y_true, y_pred):
    if y_true.dtype != y_pred.dtype:
        y_true = tf.cast(y_true, y_pred.dtype)
    e = tf.abs(y_true - y_pred)
    return tf.where(e <= 1, e ** 2 / 2, e - 0.5)


def my_huber_loss_with_threshold(threshold):
    if threshold <= 0:
        raise ValueError("threshold must be positive")

    def loss(y_true, y_pred):
        e = tf.abs(y_true - y_pred)
        return tf.where(e <= threshold, e ** 2 / 2, threshold * (e - 0.5 * threshold))

    return loss


def contrastive_loss(y_true, y_pred):
    if y_true.dtype.is_integer or y_true.dtype.is_bool:
        y_true = tf.cast(y_true, tf.float32)
    return tf.reduce_mean(y_true * y_pred ** 2 + (1 - y_true) * tf.maximum(1 - y_pred, 0) ** 2)
