# part: fbeta_loss
# id: fbeta_rounded
# title: predictions are rounded to 0 and 1 first, which cuts the gradient
# hint: Rounding makes counts of your sums, but it has no gradient: nothing can be learned. The
#   soft score adds up the probabilities themselves.
# fails: values stable parameters gradient graph fit
# passes: defined own_work
import tensorflow as tf


def fbeta_loss(beta):
    def loss(y_true, y_pred):
        y_pred = tf.round(y_pred)
        hits = tf.reduce_sum(y_true * y_pred)
        false_alarms = tf.reduce_sum((1 - y_true) * y_pred)
        misses = tf.reduce_sum(y_true * (1 - y_pred))
        weighted = (1 + beta**2) * hits
        return 1 - weighted / (weighted + beta**2 * misses + false_alarms + 1e-7)

    return loss
