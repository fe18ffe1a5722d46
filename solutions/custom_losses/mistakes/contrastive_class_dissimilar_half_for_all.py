# part: ContrastiveLoss
# id: contrastive_class_dissimilar_half_for_all
# title: the second half has no switch: similar pairs pay it too
# hint: Dissimilar pairs are right, but similar ones also pay for being closer than the margin.
#   What in the formula switches the second half off for them?
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
        dissimilar = tf.square(tf.maximum(self.margin - y_pred, 0.0))
        return tf.reduce_mean(similar + dissimilar)
