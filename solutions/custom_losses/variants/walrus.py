# title: assignment expressions
# parts: my_huber_loss contrastive_loss_with_margin
import tensorflow as tf


def my_huber_loss(y_true, y_pred):
    return tf.where((a := tf.abs(y_true - y_pred)) <= 1, a ** 2 / 2, a - 0.5)


def contrastive_loss_with_margin(margin):
    return (
        loss := lambda y_true, y_pred: tf.reduce_mean(
            y_true * (d2 := tf.square(y_pred)) + (1 - y_true) * tf.square(tf.maximum(margin - y_pred, 0 * d2))
        )
    )
