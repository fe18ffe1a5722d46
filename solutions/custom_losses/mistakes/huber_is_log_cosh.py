# title: log-cosh in place of Huber
# part: my_huber_loss
# fails: values parameters gradient graph fit
import tensorflow as tf


def my_huber_loss(y_true, y_pred):
    """Smooth like Huber."""
    e = y_pred - y_true
    return tf.math.log(tf.math.cosh(e))
