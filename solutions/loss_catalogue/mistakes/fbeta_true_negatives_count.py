# part: fbeta_loss
# id: fbeta_true_negatives_count
# title: true negatives are counted as hits
# hint: A zero that is rightly predicted as zero is no hit. Precision and recall do not know of
#   it.
# fails: values stable parameters gradient graph fit
# passes: defined own_work
import tensorflow as tf


def fbeta_loss(beta):
    def loss(y_true, y_pred):
        hits = tf.reduce_sum(y_true * y_pred + (1 - y_true) * (1 - y_pred))
        false_alarms = tf.reduce_sum((1 - y_true) * y_pred)
        misses = tf.reduce_sum(y_true * (1 - y_pred))
        weighted = (1 + beta**2) * hits
        return 1 - weighted / (weighted + beta**2 * misses + false_alarms + 1e-7)

    return loss
