# part: ContrastiveLoss
# id: contrastive_class_per_example
# title: returns one value for each pair
# hint: The loss of each pair is right, but you return all of them. The stub asks for a single
#   number for the batch: what is missing at the end?
# fails: shape
# passes: defined signature values parameters gradient graph fit
import tensorflow as tf
from keras.losses import Loss


class ContrastiveLoss(Loss):
    def __init__(self, margin):
        super().__init__()
        self.margin = margin

    def call(self, y_true, y_pred):
        similar = y_true * tf.square(y_pred)
        dissimilar = (1.0 - y_true) * tf.square(tf.maximum(self.margin - y_pred, 0.0))
        return similar + dissimilar
