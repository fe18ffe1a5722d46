# part: binary_crossentropy_from_logits
# id: bce_sum
# title: the sum over the labels of an example instead of their mean
# hint: An example with three labels costs three times too much. How are the costs of one
#   example's numbers to be put together?
# fails: values stable gradient graph fit
# passes: defined own_work
import tensorflow as tf


def binary_crossentropy_from_logits(y_true, y_pred):
    costs = tf.nn.softplus(y_pred) - y_true * y_pred
    return tf.reduce_sum(costs, axis=-1)
