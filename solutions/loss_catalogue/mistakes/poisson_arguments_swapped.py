# part: poisson_loss
# id: poisson_arguments_swapped
# title: labels and predictions have changed places
# hint: Which of the two is under the logarithm: the count, or the rate that was predicted for it?
#   Keras hands over y_true first.
# fails: values stable gradient graph fit
# passes: defined own_work
import tensorflow as tf


def poisson_loss(y_true, y_pred):
    costs = y_true - y_pred * tf.math.log(y_true + 1e-7)
    return tf.reduce_mean(costs, axis=-1)
