# part: poisson_loss
# id: poisson_rate_missing
# title: the first term, the rate itself, is missing
# hint: Without the first term a larger rate is always better. What keeps it down?
# fails: values gradient graph fit
# passes: defined own_work
import tensorflow as tf


def poisson_loss(y_true, y_pred):
    costs = -y_true * tf.math.log(y_pred + 1e-7)
    return tf.reduce_mean(costs, axis=-1)
