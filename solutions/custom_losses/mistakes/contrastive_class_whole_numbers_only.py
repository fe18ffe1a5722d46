# part: ContrastiveLoss
# id: contrastive_class_whole_numbers_only
# title: int(margin) throws the decimals away, invisible at margin 1
# hint: Whole margins work, but one such as 0.5 does not: somewhere its decimals get lost. What do
#   you do to the number before you use it?
# fails: parameters
# passes: defined signature values shape gradient graph fit
import tensorflow as tf
from keras.losses import Loss


class ContrastiveLoss(Loss):
    def __init__(self, margin):
        super().__init__()
        self.margin = int(margin)

    def call(self, y_true, y_pred):
        similar = y_true * tf.square(y_pred)
        dissimilar = (1.0 - y_true) * tf.square(tf.maximum(self.margin - y_pred, 0.0))
        return tf.reduce_mean(similar + dissimilar)
