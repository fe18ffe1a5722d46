# part: fbeta_loss
# id: fbeta_beta_not_squared
# title: beta is not squared
# hint: Right for beta 1 only. Look at every place where the formula has beta: with which power?
# fails: parameters
# passes: defined own_work values shape stable gradient graph fit
import tensorflow as tf


def fbeta_loss(beta):
    def loss(y_true, y_pred):
        hits = tf.reduce_sum(y_true * y_pred)
        false_alarms = tf.reduce_sum((1 - y_true) * y_pred)
        misses = tf.reduce_sum(y_true * (1 - y_pred))
        weighted = (1 + beta) * hits
        return 1 - weighted / (weighted + beta * misses + false_alarms + 1e-7)

    return loss
