# part: ContrastiveLoss
# id: contrastive_class_mean_before_the_labels
# title: averages the distances before the labels are multiplied
# hint: You average first and multiply with Y afterwards, so each pair pays for the whole batch.
#   What has to be put together pair by pair before anything is averaged?
# fails: values shape parameters gradient graph fit
# passes: defined signature
import tensorflow as tf
from keras.losses import Loss


class ContrastiveLoss(Loss):
    def __init__(self, margin):
        super().__init__()
        self.margin = margin

    def call(self, y_true, y_pred):
        similar = y_true * tf.reduce_mean(tf.square(y_pred))
        dissimilar = (1.0 - y_true) * tf.reduce_mean(tf.square(tf.maximum(self.margin - y_pred, 0.0)))
        return similar + dissimilar
