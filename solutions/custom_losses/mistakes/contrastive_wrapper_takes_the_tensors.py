# part: contrastive_loss_with_margin
# id: contrastive_wrapper_takes_the_tensors
# title: takes y_true and y_pred beside the margin, and has no inner function
# hint: The loss can't be made from the margin alone: labels and distances are asked for at a time
#   when there are none. Which function is meant to receive them, and who will call it? The
#   handout's toy loss shows where it stands.
# fails: signature values shape parameters gradient graph fit
# passes: defined
import tensorflow as tf


def contrastive_loss_with_margin(y_true, y_pred, margin):
    similar = y_true * tf.square(y_pred)
    dissimilar = (1.0 - y_true) * tf.square(tf.maximum(margin - y_pred, 0.0))
    return tf.reduce_mean(similar + dissimilar)
