# part: binary_crossentropy_from_logits
# id: bce_clipped_probabilities
# title: probabilities clipped away from 0 and 1, so that a very wrong logit costs 16 and has no gradient
# hint: No infinity any more, but a logit of -100 with the label 1 should cost 100, not what your
#   clipping leaves of it, and it should still have a gradient. Instead of repairing the
#   probability, find a form of the formula that needs none.
# fails: stable
# passes: defined own_work values shape gradient graph fit
import tensorflow as tf


def binary_crossentropy_from_logits(y_true, y_pred):
    p = tf.clip_by_value(tf.sigmoid(y_pred), 1e-7, 1 - 1e-7)
    costs = -y_true * tf.math.log(p) - (1 - y_true) * tf.math.log(1 - p)
    return tf.reduce_mean(costs, axis=-1)
