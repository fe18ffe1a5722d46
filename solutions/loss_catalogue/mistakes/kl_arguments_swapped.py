# part: kl_divergence_loss
# id: kl_arguments_swapped
# title: the two distributions have changed places
# hint: The divergence of P from Q is not that of Q from P. Which of the two weighs the
#   logarithms, and which stands above in the fraction?
# fails: values stable gradient graph fit
# passes: defined own_work
import tensorflow as tf


def kl_divergence_loss(y_true, y_pred):
    y = tf.clip_by_value(y_true, 1e-7, 1.0)
    p = tf.clip_by_value(y_pred, 1e-7, 1.0)
    return tf.reduce_sum(p * tf.math.log(p / y), axis=-1)
