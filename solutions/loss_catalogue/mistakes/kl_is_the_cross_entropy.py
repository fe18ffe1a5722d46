# part: kl_divergence_loss
# id: kl_is_the_cross_entropy
# title: the cross-entropy: the logarithm of the label is missing
# hint: Two equal distributions should cost 0. What is missing that makes it so?
# fails: values stable graph fit
# passes: defined own_work gradient
import tensorflow as tf


def kl_divergence_loss(y_true, y_pred):
    y = tf.clip_by_value(y_true, 1e-7, 1.0)
    p = tf.clip_by_value(y_pred, 1e-7, 1.0)
    return tf.reduce_sum(y * -tf.math.log(p), axis=-1)
