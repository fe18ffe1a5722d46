# part: contrastive_loss
# id: contrastive_is_hinge
# title: the hinge loss in place of the contrastive loss
# hint: You wrote the hinge loss of a classifier: it multiplies label and score. Here Y switches
#   between two halves, and only one of the two knows the margin.
# fails: values parameters gradient graph fit
# passes: defined
import tensorflow as tf


def contrastive_loss(y_true, y_pred):
    margin = 1.0
    return tf.reduce_mean(tf.maximum(margin - y_true * y_pred, 0.0))
