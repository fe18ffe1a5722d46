# part: fbeta_loss
# id: fbeta_no_epsilon
# title: nothing keeps the denominator from being zero
# hint: Right as long as there is something to find. What is your score for a batch of zeros only?
# fails: stable
# passes: defined own_work values shape parameters gradient graph fit
import tensorflow as tf


def fbeta_loss(beta):
    def loss(y_true, y_pred):
        hits = tf.reduce_sum(y_true * y_pred)
        false_alarms = tf.reduce_sum((1 - y_true) * y_pred)
        misses = tf.reduce_sum(y_true * (1 - y_pred))
        weighted = (1 + beta**2) * hits
        return 1 - weighted / (weighted + beta**2 * misses + false_alarms)

    return loss
