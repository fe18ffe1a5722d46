# part: ContrastiveLoss
# id: contrastive_class_minus
# title: the half for dissimilar pairs is subtracted
# hint: Dissimilar pairs that are too close earn a reward: your loss goes below zero. Look at the
#   sign between the two halves, and at the sign of the switch in front of the second.
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
        dissimilar = (1.0 - y_true) * tf.square(tf.maximum(self.margin - y_pred, 0.0))
        return tf.reduce_mean(similar - dissimilar)
