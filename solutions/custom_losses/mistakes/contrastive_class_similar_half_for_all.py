# part: ContrastiveLoss
# id: contrastive_class_similar_half_for_all
# title: the first half has no switch: dissimilar pairs pay it too
# hint: Similar pairs are right, but dissimilar ones also pay for their distance. What in the
#   formula switches the first half off for them?
# fails: values parameters gradient graph fit
# passes: defined signature shape
import tensorflow as tf
from keras.losses import Loss


class ContrastiveLoss(Loss):
    def __init__(self, margin):
        super().__init__()
        self.margin = margin

    def call(self, y_true, y_pred):
        similar = tf.square(y_pred)
        dissimilar = (1.0 - y_true) * tf.square(tf.maximum(self.margin - y_pred, 0.0))
        return tf.reduce_mean(similar + dissimilar)
