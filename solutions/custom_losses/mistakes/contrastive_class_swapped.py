# title: the roles of Y are swapped in the class
# part: ContrastiveLoss
# fails: values parameters gradient graph fit
import tensorflow as tf
from tensorflow.keras.losses import Loss


class ContrastiveLoss(Loss):
    def __init__(self, margin):
        super().__init__()
        self.margin = margin

    def call(self, y_true, y_pred):
        push = tf.square(tf.maximum(self.margin - y_pred, 0))
        return tf.reduce_mean(y_true * push + (1 - y_true) * tf.square(y_pred))
