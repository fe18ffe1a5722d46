# part: log_cosh_loss
# id: log_cosh_no_log_two
# title: the logarithm of 2 is not subtracted
# hint: No error should cost nothing. What does yours give for it, and where does that come from?
# fails: values stable graph fit
# passes: defined own_work gradient
import tensorflow as tf


def log_cosh_loss(y_true, y_pred):
    size = tf.abs(y_true - y_pred)
    costs = size + tf.nn.softplus(-2.0 * size)
    return tf.reduce_mean(costs, axis=-1)
