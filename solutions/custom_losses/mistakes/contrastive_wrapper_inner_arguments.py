# part: contrastive_loss_with_margin
# id: contrastive_wrapper_inner_arguments
# title: the inner function takes other arguments than y_true and y_pred, such as the margin again
# hint: Keras will call the inner function with two arguments, the labels and the distances.
#   Compare its brackets with that: is one of the two missing, or is something in them that the
#   wrapper was given already?
# fails: signature values shape parameters gradient graph fit
# passes: defined
import tensorflow as tf


def contrastive_loss_with_margin(margin):
    def loss(y_true, y_pred, margin):
        similar = y_true * tf.square(y_pred)
        dissimilar = (1.0 - y_true) * tf.square(tf.maximum(margin - y_pred, 0.0))
        return tf.reduce_mean(similar + dissimilar)

    return loss
