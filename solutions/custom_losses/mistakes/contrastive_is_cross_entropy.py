# part: contrastive_loss
# id: contrastive_is_cross_entropy
# title: binary cross-entropy in place of the contrastive loss
# hint: You wrote the binary cross-entropy, which needs probabilities. Here y_pred is a distance,
#   which may be above 1, and the formula in the handout has no logarithm.
# fails: values parameters gradient graph fit
# passes: defined
import tensorflow as tf


def contrastive_loss(y_true, y_pred):
    probability = tf.clip_by_value(y_pred, 1e-7, 1.0 - 1e-7)
    similar = y_true * tf.math.log(probability)
    dissimilar = (1.0 - y_true) * tf.math.log(1.0 - probability)
    return -tf.reduce_mean(similar + dissimilar)
