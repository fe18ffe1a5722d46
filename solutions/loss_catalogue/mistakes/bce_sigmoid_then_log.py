# part: binary_crossentropy_from_logits
# id: bce_sigmoid_then_log
# title: the logarithm of a sigmoid, which far from zero is exactly 0 or 1
# hint: Right for small logits. Print your sigmoid for a logit of 100, in float32, and then the
#   logarithm of 1 minus that. Can the two steps become one that never leaves the numbers that
#   float32 can hold?
# fails: stable
# passes: defined own_work values shape gradient graph fit
import tensorflow as tf


def binary_crossentropy_from_logits(y_true, y_pred):
    p = tf.sigmoid(y_pred)
    costs = -y_true * tf.math.log(p) - (1 - y_true) * tf.math.log(1 - p)
    return tf.reduce_mean(costs, axis=-1)
