# part: ContrastiveLoss
# id: contrastive_class_margin_as_factor
# title: the margin multiplies the second half instead of shifting it, invisible at margin 1
# hint: Right for margin 1, wrong for others: your margin makes dissimilar pairs dearer or
#   cheaper, but they still go free from distance 1 on. What should the margin decide?
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
        dissimilar = (1.0 - y_true) * self.margin * tf.square(tf.maximum(1.0 - y_pred, 0.0))
        return tf.reduce_mean(similar + dissimilar)
