# part: ContrastiveLoss
# id: contrastive_class_python_if
# title: a Python `if` (or `max`) on a whole batch
# hint: Python's `if` and `max` ask one question of the whole batch, but each pair needs an answer
#   of its own. What does the choosing in the formula, and which operation of the handout
#   compares element by element?
# fails: signature values shape parameters gradient graph fit
# passes: defined
import tensorflow as tf
from keras.losses import Loss


class ContrastiveLoss(Loss):
    def __init__(self, margin):
        super().__init__()
        self.margin = margin

    def call(self, y_true, y_pred):
        similar = tf.reduce_mean(tf.square(y_pred))
        dissimilar = tf.reduce_mean(tf.square(tf.maximum(self.margin - y_pred, 0.0)))
        if y_true == 1:
            return similar
        return dissimilar
