# part: binary_crossentropy_from_logits
# id: bce_labels_swapped
# title: the labels 0 and 1 have changed places
# hint: Labels of 1 cost what labels of 0 should, and the other way round. Which sign has the
#   logit if the label is 1, and the prediction is good?
# fails: values stable gradient graph fit
# passes: defined own_work
import tensorflow as tf


def binary_crossentropy_from_logits(y_true, y_pred):
    costs = tf.nn.softplus(y_pred) - (1 - y_true) * y_pred
    return tf.reduce_mean(costs, axis=-1)
