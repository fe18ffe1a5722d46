# part: fbeta_loss
# id: fbeta_weight_on_false_alarms
# title: beta weighs the false alarms instead of the misses
# hint: Right for beta 1 only. A beta above 1 should make missed positives dearer: which of your
#   sums does it stand at?
# fails: parameters
# passes: defined own_work values shape stable gradient graph fit
import tensorflow as tf


def fbeta_loss(beta):
    def loss(y_true, y_pred):
        hits = tf.reduce_sum(y_true * y_pred)
        false_alarms = tf.reduce_sum((1 - y_true) * y_pred)
        misses = tf.reduce_sum(y_true * (1 - y_pred))
        weighted = (1 + beta**2) * hits
        return 1 - weighted / (weighted + misses + beta**2 * false_alarms + 1e-7)

    return loss
