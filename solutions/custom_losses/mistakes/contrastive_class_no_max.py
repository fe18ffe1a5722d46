# title: no max in the class
# part: ContrastiveLoss
# fails: values parameters gradient graph fit
import tensorflow as tf
from tensorflow.keras.losses import Loss


class ContrastiveLoss(Loss):
    def __init__(self, margin):
        super().__init__()
        self.margin = margin

    def call(self, y_true, y_pred):
        return tf.reduce_mean(y_true * y_pred ** 2 + (1 - y_true) * (self.margin - y_pred) ** 2)
