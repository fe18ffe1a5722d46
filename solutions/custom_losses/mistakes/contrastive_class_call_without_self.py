# title: call has no self
# part: ContrastiveLoss
# fails: signature values shape parameters gradient graph fit
import tensorflow as tf
from tensorflow.keras.losses import Loss


class ContrastiveLoss(Loss):
    def __init__(self, margin):
        super().__init__()
        self.margin = margin

    def call(y_true, y_pred):
        push = tf.square(tf.maximum(1 - y_pred, 0))
        return tf.reduce_mean(y_true * tf.square(y_pred) + (1 - y_true) * push)
