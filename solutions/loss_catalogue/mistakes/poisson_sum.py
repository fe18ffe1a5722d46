# part: poisson_loss
# id: poisson_sum
# title: the sum over the numbers of an example instead of their mean
# hint: An example with three counts costs three times too much. How are the costs of one
#   example's numbers to be put together?
# fails: values stable gradient graph fit
# passes: defined own_work
import tensorflow as tf


def poisson_loss(y_true, y_pred):
    costs = y_pred - y_true * tf.math.log(y_pred + 1e-7)
    return tf.reduce_sum(costs, axis=-1)
