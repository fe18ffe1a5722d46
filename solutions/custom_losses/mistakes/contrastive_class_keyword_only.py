# part: ContrastiveLoss
# id: contrastive_class_keyword_only
# title: takes the margin by keyword only
# hint: With its name in the call your margin arrives, without it the call fails. What does the
#   star in the parameter list of `__init__` demand?
# fails: parameters
# passes: defined signature values shape gradient graph fit
import tensorflow as tf
from keras.losses import Loss


class ContrastiveLoss(Loss):
    def __init__(self, *, margin):
        super().__init__()
        self.margin = margin

    def call(self, y_true, y_pred):
        similar = y_true * tf.square(y_pred)
        dissimilar = (1.0 - y_true) * tf.square(tf.maximum(self.margin - y_pred, 0.0))
        return tf.reduce_mean(similar + dissimilar)
