# part: ContrastiveLoss
# id: loss_margin_one
# title: keeps the margin and computes with 1
# hint: With another margin than 1 the numbers stay the same. Where in `call` does the margin of
#   this very loss come in?
# fails: margin
# passes: defined values gradient
import keras
import tensorflow as tf


class ContrastiveLoss(keras.losses.Loss):
    def __init__(self, margin):
        super().__init__()
        self.margin = margin

    def call(self, y_true, y_pred):
        similar = y_true * tf.square(y_pred)
        dissimilar = (1.0 - y_true) * tf.square(tf.maximum(1.0 - y_pred, 0.0))
        return tf.reduce_mean(similar + dissimilar)
