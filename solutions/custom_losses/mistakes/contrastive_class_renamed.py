# part: ContrastiveLoss
# id: contrastive_class_renamed
# title: the parameter is called m, not margin
# hint: The loss itself is right, but its parameter has another name than in the stub, so a call
#   that names it fails. Which name does the stub use?
# fails: signature
# passes: defined values shape parameters gradient graph fit
import tensorflow as tf
from keras.losses import Loss


class ContrastiveLoss(Loss):
    def __init__(self, m):
        super().__init__()
        self.m = m

    def call(self, y_true, y_pred):
        similar = y_true * tf.square(y_pred)
        dissimilar = (1.0 - y_true) * tf.square(tf.maximum(self.m - y_pred, 0.0))
        return tf.reduce_mean(similar + dissimilar)
