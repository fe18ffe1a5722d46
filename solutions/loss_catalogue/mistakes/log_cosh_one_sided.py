# part: log_cosh_loss
# id: log_cosh_one_sided
# title: the stable form without the absolute value, which breaks for negative errors
# hint: Right for errors of one sign. For a large negative one the exponential that you left
#   inside is the large one, and it overflows: which of the two has to come out then?
# fails: stable
# passes: defined own_work values shape gradient graph fit
import tensorflow as tf


def log_cosh_loss(y_true, y_pred):
    size = y_true - y_pred
    costs = size + tf.math.log(1 + tf.exp(-2.0 * size)) - tf.math.log(2.0)
    return tf.reduce_mean(costs, axis=-1)
