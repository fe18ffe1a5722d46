# part: ContrastiveLoss
# id: contrastive_class_compares_instead_of_storing
# title: `self.margin == margin` compares instead of storing
# hint: Making an object fails: you ask for `self.margin` before it exists. Look at the sign
#   between the two names in `__init__`: what does it do, and what did you want to do?
# fails: signature values shape parameters gradient graph fit
# passes: defined
import tensorflow as tf
from keras.losses import Loss


class ContrastiveLoss(Loss):
    def __init__(self, margin):
        super().__init__()
        self.margin == margin

    def call(self, y_true, y_pred):
        similar = y_true * tf.square(y_pred)
        dissimilar = (1.0 - y_true) * tf.square(tf.maximum(self.margin - y_pred, 0.0))
        return tf.reduce_mean(similar + dissimilar)
