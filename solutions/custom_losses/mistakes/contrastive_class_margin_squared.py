# part: ContrastiveLoss
# id: contrastive_class_margin_squared
# title: squares the margin before the distance is subtracted, invisible at margin 1
# hint: Right for margin 1, where a square does not show. With another margin dissimilar pairs go
#   free at the wrong distance: what happens to your margin before you subtract from it?
# fails: parameters
# passes: defined signature values shape gradient graph fit
import tensorflow as tf
from keras.losses import Loss


class ContrastiveLoss(Loss):
    def __init__(self, margin):
        super().__init__()
        self.margin = margin

    def call(self, y_true, y_pred):
        similar = y_true * tf.square(y_pred)
        dissimilar = (1.0 - y_true) * tf.square(tf.maximum(self.margin**2 - y_pred, 0.0))
        return tf.reduce_mean(similar + dissimilar)
