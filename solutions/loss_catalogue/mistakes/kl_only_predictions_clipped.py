# part: kl_divergence_loss
# id: kl_only_predictions_clipped
# title: the labels are not clipped
# hint: The predictions are clipped, the labels are not: what comes of a label of exactly 0?
# fails: stable
# passes: defined own_work values shape gradient graph fit
import tensorflow as tf


def kl_divergence_loss(y_true, y_pred):
    y = y_true
    p = tf.clip_by_value(y_pred, 1e-7, 1.0)
    return tf.reduce_sum(y * tf.math.log(y / p), axis=-1)
