# part: fbeta_loss
# id: fbeta_is_the_score
# title: the score itself, not one minus it
# hint: A good prediction should cost little. You return the score, which training would make
#   smaller.
# fails: values stable parameters gradient graph fit
# passes: defined own_work
import tensorflow as tf


def fbeta_loss(beta):
    def loss(y_true, y_pred):
        hits = tf.reduce_sum(y_true * y_pred)
        false_alarms = tf.reduce_sum((1 - y_true) * y_pred)
        misses = tf.reduce_sum(y_true * (1 - y_pred))
        weighted = (1 + beta**2) * hits
        return weighted / (weighted + beta**2 * misses + false_alarms + 1e-7)

    return loss
