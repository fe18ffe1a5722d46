# part: ContrastiveLoss
# id: contrastive_class_no_max
# title: nothing keeps the gap from going negative before it is squared
# hint: Your loss also charges dissimilar pairs beyond the margin and pulls them back. What should
#   happen to a gap below zero, and does it happen before the square makes it positive?
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
        dissimilar = (1.0 - y_true) * tf.square(self.margin - y_pred)
        return tf.reduce_mean(similar + dissimilar)
