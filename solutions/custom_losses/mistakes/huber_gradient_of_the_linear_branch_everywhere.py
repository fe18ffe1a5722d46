# title: a custom gradient that is the sign of the error everywhere
# part: my_huber_loss
# fails: gradient fit
import tensorflow as tf


@tf.custom_gradient
def _huber(error):
    a = tf.abs(error)

    def grad(upstream):
        return upstream * tf.sign(error)

    return tf.where(a <= 1.0, a * a / 2, a - 0.5), grad


def my_huber_loss(y_true, y_pred):
    return _huber(y_pred - y_true)
