# part: contrastive_loss
# id: contrastive_is_mse
# title: the mean squared error in place of the contrastive loss
# hint: You measure how far the distance is from the label, as if a distance should become 0 or 1.
#   Y is a switch between two halves here, not a target: which half counts for which kind of
#   pair?
# fails: values parameters gradient graph fit
# passes: defined
import tensorflow as tf


def contrastive_loss(y_true, y_pred):
    return tf.reduce_mean(tf.square(y_true - y_pred))
