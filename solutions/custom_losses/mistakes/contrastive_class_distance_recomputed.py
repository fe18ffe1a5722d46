# part: ContrastiveLoss
# id: contrastive_class_distance_recomputed
# title: computes a distance from y_pred, which is one already
# hint: You measure a distance between labels and predictions. In this exercise the network has
#   measured it already: what does y_pred hold, according to the docstring, and what is y_true
#   for?
# fails: values parameters gradient graph fit
# passes: defined signature shape
import tensorflow as tf
from keras.losses import Loss


class ContrastiveLoss(Loss):
    def __init__(self, margin):
        super().__init__()
        self.margin = margin

    def call(self, y_true, y_pred):
        distance = tf.sqrt(tf.reduce_sum(tf.square(y_true - y_pred), axis=-1, keepdims=True) + 1e-7)
        similar = y_true * tf.square(distance)
        dissimilar = (1.0 - y_true) * tf.square(tf.maximum(self.margin - distance, 0.0))
        return tf.reduce_mean(similar + dissimilar)
