# part: kl_divergence_loss
# id: kl_fraction_upside_down
# title: the fraction under the logarithm is upside down
# hint: Your loss is negative, and a divergence never is. What does turning a fraction over do to
#   its logarithm?
# fails: values stable gradient graph fit
# passes: defined own_work
import tensorflow as tf


def kl_divergence_loss(y_true, y_pred):
    y = tf.clip_by_value(y_true, 1e-7, 1.0)
    p = tf.clip_by_value(y_pred, 1e-7, 1.0)
    return tf.reduce_sum(y * tf.math.log(p / y), axis=-1)
