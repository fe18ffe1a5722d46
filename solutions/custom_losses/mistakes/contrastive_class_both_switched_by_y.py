# part: ContrastiveLoss
# id: contrastive_class_both_switched_by_y
# title: both halves are switched by Y
# hint: Your dissimilar pairs cost nothing at all, and similar ones pay both halves. Y switches
#   one half on; what switches on the other?
# fails: values parameters gradient graph fit
# passes: defined signature shape
import tensorflow as tf
from keras.losses import Loss


class ContrastiveLoss(Loss):
    def __init__(self, margin):
        super().__init__()
        self.margin = margin

    def call(self, y_true, y_pred):
        similar = y_true * tf.square(y_pred)
        dissimilar = y_true * tf.square(tf.maximum(self.margin - y_pred, 0.0))
        return tf.reduce_mean(similar + dissimilar)
