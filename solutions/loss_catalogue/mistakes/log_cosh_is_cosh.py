# part: log_cosh_loss
# id: log_cosh_is_cosh
# title: the logarithm is missing
# hint: Your loss grows exponentially with the error. What brings it down to a straight line?
# fails: values stable gradient graph fit
# passes: defined own_work
import tensorflow as tf


def log_cosh_loss(y_true, y_pred):
    costs = tf.cosh(y_true - y_pred)
    return tf.reduce_mean(costs, axis=-1)
