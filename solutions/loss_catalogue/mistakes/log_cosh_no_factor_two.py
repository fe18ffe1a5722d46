# part: log_cosh_loss
# id: log_cosh_no_factor_two
# title: the factor 2 in the exponent is missing
# hint: If exp(e) is taken out of exp(e) + exp(-e), what is left of the second exponential? Look
#   at its exponent again.
# fails: values gradient graph fit
# passes: defined own_work
import tensorflow as tf


def log_cosh_loss(y_true, y_pred):
    size = tf.abs(y_true - y_pred)
    costs = size + tf.nn.softplus(-size) - tf.math.log(2.0)
    return tf.reduce_mean(costs, axis=-1)
