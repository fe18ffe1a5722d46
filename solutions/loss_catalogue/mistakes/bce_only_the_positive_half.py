# part: binary_crossentropy_from_logits
# id: bce_only_the_positive_half
# title: the half for labels of 0 is missing
# hint: Labels of 0 cost nothing. The formula has two halves, one for each label.
# fails: values stable gradient graph fit
# passes: defined own_work
import tensorflow as tf


def binary_crossentropy_from_logits(y_true, y_pred):
    costs = y_true * tf.nn.softplus(-y_pred)
    return tf.reduce_mean(costs, axis=-1)
