# part: fbeta_loss
# id: fbeta_minus_the_score
# title: minus the score, without the one
# hint: Training would go the right way, but a perfect prediction should cost 0, not -1.
# fails: values stable parameters graph fit
# passes: defined own_work gradient
import tensorflow as tf


def fbeta_loss(beta):
    def loss(y_true, y_pred):
        hits = tf.reduce_sum(y_true * y_pred)
        false_alarms = tf.reduce_sum((1 - y_true) * y_pred)
        misses = tf.reduce_sum(y_true * (1 - y_pred))
        weighted = (1 + beta**2) * hits
        return -weighted / (weighted + beta**2 * misses + false_alarms + 1e-7)

    return loss
