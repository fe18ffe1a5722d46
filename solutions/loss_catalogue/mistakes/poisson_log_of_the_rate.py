# part: poisson_loss
# id: poisson_log_of_the_rate
# title: the prediction is taken for the logarithm of the rate
# hint: Your formula is for a model that predicts the logarithm of the rate. Here `y_pred` is the
#   rate itself.
# fails: values stable gradient graph fit
# passes: defined own_work
import tensorflow as tf


def poisson_loss(y_true, y_pred):
    costs = tf.exp(y_pred) - y_true * y_pred
    return tf.reduce_mean(costs, axis=-1)
