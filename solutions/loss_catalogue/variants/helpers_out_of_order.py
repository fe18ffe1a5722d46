# title: a helper that is defined after what uses it, and star imports
# parts: poisson_loss mae_loss log_cosh_loss
import tensorflow as tf
from tensorflow.math import *


def mae_loss(y_true, y_pred):
    return mean_of(tf.abs(y_true - y_pred))


def poisson_loss(y_true, y_pred):
    return mean_of(y_pred - y_true * log(y_pred + 1e-7))


def log_cosh_loss(y_true, y_pred):
    size = tf.abs(y_true - y_pred)
    return mean_of(size + softplus(-2 * size)) - LOG2


def mean_of(costs):
    return tf.reduce_sum(costs, axis=-1) / tf.cast(tf.shape(costs)[-1], costs.dtype)


LOG2 = 0.6931471805599453
