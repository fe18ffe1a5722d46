# part: ContrastiveLoss
# id: contrastive_class_no_super
# title: no super().__init__()
# hint: Your object works by its `call` alone, but as a loss it fails: Keras never set up its half
#   of it. What should `__init__` do for the base class before anything else?
# fails: signature values parameters gradient graph fit
# passes: defined
import tensorflow as tf
from keras.losses import Loss


class ContrastiveLoss(Loss):
    def __init__(self, margin):
        self.margin = margin

    def call(self, y_true, y_pred):
        similar = y_true * tf.square(y_pred)
        dissimilar = (1.0 - y_true) * tf.square(tf.maximum(self.margin - y_pred, 0.0))
        return tf.reduce_mean(similar + dissimilar)
