# part: ContrastiveLoss
# id: contrastive_class_similarity_for_distance
# title: takes y_pred for a similarity: high for similar pairs
# hint: You treat a large y_pred as a sign of likeness, as with cosine similarity. Here y_pred is
#   a distance: how large should it become for a similar pair?
# fails: values parameters gradient graph fit
# passes: defined
import tensorflow as tf
from keras.losses import Loss


class ContrastiveLoss(Loss):
    def __init__(self, margin):
        super().__init__()
        self.margin = margin

    def call(self, y_true, y_pred):
        similar = y_true * tf.square(1.0 - y_pred)
        dissimilar = (1.0 - y_true) * tf.square(tf.maximum(y_pred - self.margin, 0.0))
        return tf.reduce_mean(similar + dissimilar)
