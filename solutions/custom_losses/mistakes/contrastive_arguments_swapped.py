# part: contrastive_loss
# id: contrastive_arguments_swapped
# title: takes y_pred first and y_true second
# hint: Labels and distances arrive in the wrong places. In which order does Keras hand them over,
#   and in which order do you take them?
# fails: values parameters gradient graph fit
# passes: defined
import tensorflow as tf


def contrastive_loss(y_pred, y_true):
    margin = 1.0
    similar = y_true * tf.square(y_pred)
    dissimilar = (1.0 - y_true) * tf.square(tf.maximum(margin - y_pred, 0.0))
    return tf.reduce_mean(similar + dissimilar)
