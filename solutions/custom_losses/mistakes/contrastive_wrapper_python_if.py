# part: contrastive_loss_with_margin
# id: contrastive_wrapper_python_if
# title: a Python `if` (or `max`) on a whole batch
# hint: Python's `if` and `max` ask one question of the whole batch, but each pair needs an answer
#   of its own. What does the choosing in the formula, and which operation of the handout
#   compares element by element?
# fails: values shape parameters gradient graph fit
# passes: defined
import tensorflow as tf


def contrastive_loss_with_margin(margin):
    def loss(y_true, y_pred):
        similar = tf.reduce_mean(tf.square(y_pred))
        dissimilar = tf.reduce_mean(tf.square(tf.maximum(margin - y_pred, 0.0)))
        if y_true == 1:
            return similar
        return dissimilar

    return loss
