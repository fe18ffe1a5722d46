# part: log_cosh_loss
# id: log_cosh_exponentials
# title: log((exp(e) + exp(-e)) / 2), which overflows
# hint: The formula is right on paper, but one of the two exponentials is infinite for an error of
#   100. Take the larger one out of the logarithm first.
# fails: stable
# passes: defined own_work values shape gradient graph fit
import tensorflow as tf


def log_cosh_loss(y_true, y_pred):
    error = y_true - y_pred
    costs = tf.math.log((tf.exp(error) + tf.exp(-error)) / 2)
    return tf.reduce_mean(costs, axis=-1)
