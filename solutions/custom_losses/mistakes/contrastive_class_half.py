# part: ContrastiveLoss
# id: contrastive_class_half
# title: the 1/2 of the original paper
# hint: Everything is half as large as it should be. The original paper has such a factor; does
#   the formula in the handout?
# fails: values parameters gradient graph fit
# passes: defined
import tensorflow as tf
from keras.losses import Loss


class ContrastiveLoss(Loss):
    def __init__(self, margin):
        super().__init__()
        self.margin = margin

    def call(self, y_true, y_pred):
        similar = y_true * tf.square(y_pred)
        dissimilar = (1.0 - y_true) * tf.square(tf.maximum(self.margin - y_pred, 0.0))
        return 0.5 * tf.reduce_mean(similar + dissimilar)
