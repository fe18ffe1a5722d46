# part: log_cosh_loss
# id: log_cosh_log_ten
# title: the logarithm to base 10
# hint: All your numbers are too small by the same factor, about 2.3. To which base is this
#   logarithm?
# fails: values stable gradient graph fit
# passes: defined own_work
import tensorflow as tf


def log_cosh_loss(y_true, y_pred):
    size = tf.abs(y_true - y_pred)
    costs = size + tf.nn.softplus(-2.0 * size) - tf.math.log(2.0)
    return tf.reduce_mean(costs, axis=-1) / tf.math.log(10.0)
