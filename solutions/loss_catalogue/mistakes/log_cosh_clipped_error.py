# part: log_cosh_loss
# id: log_cosh_clipped_error
# title: errors clipped to what cosh can hold, so that large ones have no gradient
# hint: No infinity any more, but all errors beyond your limit cost the same, and their gradient
#   is 0: the model never learns from its worst predictions.
# fails: stable
# passes: defined own_work values shape gradient graph fit
import tensorflow as tf


def log_cosh_loss(y_true, y_pred):
    error = tf.clip_by_value(y_true - y_pred, -20.0, 20.0)
    costs = tf.math.log(tf.cosh(error))
    return tf.reduce_mean(costs, axis=-1)
