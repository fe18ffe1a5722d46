# part: ContrastiveLoss
# id: contrastive_class_margin_minus_square
# title: subtracts the squared distance from the margin and does not square the gap
# hint: In the half for dissimilar pairs you squared the distance instead of the gap. In which
#   order does the formula subtract, cut off at zero and square?
# fails: values parameters gradient graph fit
# passes: defined signature shape
import tensorflow as tf
from keras.losses import Loss


class ContrastiveLoss(Loss):
    def __init__(self, margin):
        super().__init__()
        self.margin = margin

    def call(self, y_true, y_pred):
        similar = y_true * tf.square(y_pred)
        dissimilar = (1.0 - y_true) * tf.maximum(self.margin - tf.square(y_pred), 0.0)
        return tf.reduce_mean(similar + dissimilar)
