# part: poisson_loss
# id: poisson_no_epsilon
# title: no small number inside the logarithm
# hint: Right for rates above zero. What is the logarithm of a rate of exactly 0, and what is that
#   times a count of 0?
# fails: stable
# passes: defined own_work values shape gradient graph fit
import tensorflow as tf


def poisson_loss(y_true, y_pred):
    costs = y_pred - y_true * tf.math.log(y_pred)
    return tf.reduce_mean(costs, axis=-1)
