# title: the same polynomial, multiplied out
# parts: my_huber_loss my_huber_loss_with_threshold contrastive_loss
import tensorflow as tf


def my_huber_loss(y_true, y_pred):
    a = tf.abs(y_true - y_pred)
    return tf.where(a <= 1, a * a, 2 * a - 1) / 2


def my_huber_loss_with_threshold(threshold):
    def loss(y_true, y_pred):
        a = tf.abs(y_true - y_pred)
        return 0.5 * tf.where(a <= threshold, a * a, threshold * (2 * a - threshold))

    return loss


def contrastive_loss(y_true, y_pred):
    hinge2 = tf.square(tf.maximum(1 - y_pred, 0))
    return tf.reduce_mean(hinge2 + y_true * (tf.square(y_pred) - hinge2))
