# title: the wrapper returns an object of the class
# parts: contrastive_loss_with_margin ContrastiveLoss
import tensorflow as tf
from keras.losses import Loss


class ContrastiveLoss(Loss):
    def __init__(self, margin):
        super().__init__()
        self.margin = margin

    def call(self, y_true, y_pred):
        gap = tf.maximum(self.margin - y_pred, 0)
        return tf.reduce_mean(y_true * y_pred**2 + (1 - y_true) * gap**2)


def contrastive_loss_with_margin(margin):
    return ContrastiveLoss(margin)
