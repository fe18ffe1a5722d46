# title: stores the margin on the class, so instances share it
# part: ContrastiveLoss
# fails: parameters
import tensorflow as tf
from tensorflow.keras.losses import Loss


class ContrastiveLoss(Loss):
    margin = 0

    def __init__(self, margin):
        super().__init__()
        self.__class__.margin = margin

    def call(self, y_true, y_pred):
        push = tf.square(tf.maximum(self.margin - y_pred, 0))
        return tf.reduce_mean(y_true * tf.square(y_pred) + (1 - y_true) * push)
