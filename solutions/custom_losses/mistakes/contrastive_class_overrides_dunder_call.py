# title: overrides __call__ instead of call
# part: ContrastiveLoss
# fails: signature shape fit
import tensorflow as tf
from tensorflow.keras.losses import Loss


class ContrastiveLoss(Loss):
    def __init__(self, margin):
        super().__init__()
        self.margin = margin

    def __call__(self, y_true, y_pred):
        push = tf.square(tf.maximum(self.margin - y_pred, 0))
        return tf.reduce_mean(y_true * tf.square(y_pred) + (1 - y_true) * push)
