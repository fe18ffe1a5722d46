# part: fbeta_loss
# id: fbeta_per_example
# title: a score for each example instead of one for the batch
# hint: You make a score of each example by itself. An example of one number has no precision:
#   what is counted is the whole batch.
# fails: values shape parameters gradient graph fit
# passes: defined own_work
import tensorflow as tf


def fbeta_loss(beta):
    def loss(y_true, y_pred):
        hits = tf.reduce_sum(y_true * y_pred, axis=-1)
        false_alarms = tf.reduce_sum((1 - y_true) * y_pred, axis=-1)
        misses = tf.reduce_sum(y_true * (1 - y_pred), axis=-1)
        weighted = (1 + beta**2) * hits
        return 1 - weighted / (weighted + beta**2 * misses + false_alarms + 1e-7)

    return loss
