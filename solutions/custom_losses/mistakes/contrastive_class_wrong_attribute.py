# part: ContrastiveLoss
# id: contrastive_class_wrong_attribute
# title: `__init__` does not store the margin under the name that `call` reads
# hint: `call` reads an attribute that no line of yours has ever set. Compare how `__init__`
#   stores the margin with how `call` asks for it, `self` included.
# fails: signature values shape parameters gradient graph fit
# passes: defined
import tensorflow as tf
from keras.losses import Loss


class ContrastiveLoss(Loss):
    def __init__(self, margin):
        super().__init__()
        margin = margin

    def call(self, y_true, y_pred):
        similar = y_true * tf.square(y_pred)
        dissimilar = (1.0 - y_true) * tf.square(tf.maximum(self.margin - y_pred, 0.0))
        return tf.reduce_mean(similar + dissimilar)
