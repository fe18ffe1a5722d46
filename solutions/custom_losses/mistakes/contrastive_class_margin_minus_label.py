# part: ContrastiveLoss
# id: contrastive_class_margin_minus_label
# title: counts the dissimilar pairs by margin - Y, invisible at margin 1
# hint: Right for margin 1, wrong for others. You replaced every 1 of the formula by the margin:
#   is the 1 that Y is subtracted from a margin, too?
# fails: parameters
# passes: defined signature values shape gradient graph fit
import tensorflow as tf
from keras.losses import Loss


class ContrastiveLoss(Loss):
    def __init__(self, margin):
        super().__init__()
        self.margin = margin

    def call(self, y_true, y_pred):
        similar = y_true * tf.square(y_pred)
        dissimilar = (self.margin - y_true) * tf.square(tf.maximum(self.margin - y_pred, 0.0))
        return tf.reduce_mean(similar + dissimilar)
