# part: poisson_loss
# id: poisson_sign
# title: the signs are turned
# hint: Your loss is lowest where it should be highest: compare the signs of your two terms with
#   those of the formula.
# fails: values stable gradient graph fit
# passes: defined own_work
import tensorflow as tf


def poisson_loss(y_true, y_pred):
    costs = y_true * tf.math.log(y_pred + 1e-7) - y_pred
    return tf.reduce_mean(costs, axis=-1)
