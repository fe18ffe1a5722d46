# part: kl_divergence_loss
# id: kl_mean_over_outcomes
# title: the mean over the outcomes instead of the sum
# hint: With three outcomes your loss is a third of what it should be. A divergence adds up over
#   the outcomes.
# fails: values stable gradient graph fit
# passes: defined own_work
import tensorflow as tf


def kl_divergence_loss(y_true, y_pred):
    y = tf.clip_by_value(y_true, 1e-7, 1.0)
    p = tf.clip_by_value(y_pred, 1e-7, 1.0)
    return tf.reduce_mean(y * tf.math.log(y / p), axis=-1)
