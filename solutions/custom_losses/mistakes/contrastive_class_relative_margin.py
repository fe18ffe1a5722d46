# part: ContrastiveLoss
# id: contrastive_class_relative_margin
# title: divides the distance by the margin, invisible at margin 1
# hint: Dissimilar pairs go free at the right distance, but inside the margin the amount is right
#   for margin 1 only. Is the gap measured as a part of the margin, or as it is?
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
        dissimilar = (1.0 - y_true) * tf.square(tf.maximum(1.0 - y_pred / self.margin, 0.0))
        return tf.reduce_mean(similar + dissimilar)
