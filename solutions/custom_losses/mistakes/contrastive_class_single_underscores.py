# part: ContrastiveLoss
# id: contrastive_class_single_underscores
# title: _init_ with single underscores
# hint: Python never runs your constructor, so the margin does not arrive. Compare its name with
#   the stub's, sign by sign.
# fails: signature values shape parameters gradient graph fit
# passes: defined
import tensorflow as tf
from keras.losses import Loss


class ContrastiveLoss(Loss):
    def _init_(self, margin):
        super()._init_()
        self.margin = margin

    def call(self, y_true, y_pred):
        similar = y_true * tf.square(y_pred)
        dissimilar = (1.0 - y_true) * tf.square(tf.maximum(self.margin - y_pred, 0.0))
        return tf.reduce_mean(similar + dissimilar)
