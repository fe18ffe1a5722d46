# part: ContrastiveLoss
# id: contrastive_class_hard_coded
# title: `__init__` sets the margin to 1 whatever it is given, invisible at margin 1
# hint: Every margin gives the same loss. Follow the number from `__init__` through `self` to the
#   formula in `call`: where is it replaced by another one, or never used?
# fails: parameters
# passes: defined signature values shape gradient graph fit
import tensorflow as tf
from keras.losses import Loss


class ContrastiveLoss(Loss):
    def __init__(self, margin):
        super().__init__()
        self.margin = 1.0

    def call(self, y_true, y_pred):
        similar = y_true * tf.square(y_pred)
        dissimilar = (1.0 - y_true) * tf.square(tf.maximum(self.margin - y_pred, 0.0))
        return tf.reduce_mean(similar + dissimilar)
