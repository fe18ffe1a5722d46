# part: ContrastiveLoss
# id: contrastive_class_distance_not_squared
# title: the distance of similar pairs is not squared
# hint: Dissimilar pairs are right, similar ones are not. Compare the similar pair at 0.5 of the
#   handout's worked example with your result: what happens to the distance before Y multiplies
#   it?
# fails: values parameters gradient graph fit
# passes: defined signature shape
import tensorflow as tf
from keras.losses import Loss


class ContrastiveLoss(Loss):
    def __init__(self, margin):
        super().__init__()
        self.margin = margin

    def call(self, y_true, y_pred):
        similar = y_true * y_pred
        dissimilar = (1.0 - y_true) * tf.square(tf.maximum(self.margin - y_pred, 0.0))
        return tf.reduce_mean(similar + dissimilar)
