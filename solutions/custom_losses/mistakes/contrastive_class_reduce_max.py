# part: ContrastiveLoss
# id: contrastive_class_reduce_max
# title: reduce_max takes the largest gap of the batch
# hint: `reduce_max` shrinks the batch to its largest gap, so every dissimilar pair pays for the
#   closest one. You want to compare each gap with zero by itself.
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
        dissimilar = (1.0 - y_true) * tf.square(tf.reduce_max(self.margin - y_pred, 0))
        return tf.reduce_mean(similar + dissimilar)
