# part: binary_crossentropy_from_logits
# id: bce_takes_probabilities
# title: the logits are taken for probabilities
# hint: Your formula is that of probabilities. `y_pred` holds logits, any numbers: what turns a
#   logit into a probability, and where in your formula would that go?
# fails: values stable gradient graph fit
# passes: defined own_work
import tensorflow as tf


def binary_crossentropy_from_logits(y_true, y_pred):
    costs = -y_true * tf.math.log(y_pred) - (1 - y_true) * tf.math.log(1 - y_pred)
    return tf.reduce_mean(costs, axis=-1)
