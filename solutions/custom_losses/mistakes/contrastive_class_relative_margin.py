# title: divides the distance by the margin, which does not show at 1
# part: ContrastiveLoss
# fails: parameters
import tensorflow as tf
from tensorflow.keras.losses import Loss


class ContrastiveLoss(Loss):
    def __init__(self, margin):
        super().__init__()
        self.margin = margin

    def call(self, y_true, y_pred):
        push = tf.square(tf.maximum(1 - y_pred / self.margin, 0))
        return tf.reduce_mean(y_true * tf.square(y_pred) + (1 - y_true) * push)
