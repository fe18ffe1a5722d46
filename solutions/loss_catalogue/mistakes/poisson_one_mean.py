# part: poisson_loss
# id: poisson_one_mean
# title: one mean over the whole batch
# hint: The value is right, but it is one number for the whole batch. With one for each example
#   Keras can weigh them: which axis is yours to average over?
# fails: shape
# passes: defined own_work values stable gradient graph fit
import tensorflow as tf


def poisson_loss(y_true, y_pred):
    costs = y_pred - y_true * tf.math.log(y_pred + 1e-7)
    return tf.reduce_mean(costs)
