# title: stores the margin but writes 1 in the formula
# part: ContrastiveLoss
# fails: parameters
import tensorflow as tf
from tensorflow.keras.losses import Loss


class ContrastiveLoss(Loss):
    def __init__(self, margin):
        super().__init__()
        self.margin = margin

    def call(self, y_true, y_pred):
        push = tf.square(tf.maximum(1 - y_pred, 0))
        return tf.reduce_mean(y_true * tf.square(y_pred) + (1 - y_true) * push)
