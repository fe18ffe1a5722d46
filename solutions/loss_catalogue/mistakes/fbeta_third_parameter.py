# part: fbeta_loss
# id: fbeta_third_parameter
# title: beta as a third parameter of the loss, as in the survey
# hint: `fbeta_loss(beta)` is asked for: a function that returns the loss. Keras calls a loss with
#   two arguments, so that a third one never gets a value.
# fails: values shape stable parameters gradient graph fit
# passes: defined own_work
import tensorflow as tf


def fbeta_loss(y_true, y_pred, beta=1):
    hits = tf.reduce_sum(y_true * y_pred)
    false_alarms = tf.reduce_sum((1 - y_true) * y_pred)
    misses = tf.reduce_sum(y_true * (1 - y_pred))
    weighted = (1 + beta**2) * hits
    return 1 - weighted / (weighted + beta**2 * misses + false_alarms + 1e-7)
