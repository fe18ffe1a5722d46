# title: the backend of tensorflow.keras, which still has square and mean
# parts: my_huber_loss MyHuberLoss contrastive_loss contrastive_loss_with_margin ContrastiveLoss
import tensorflow as tf
from tensorflow.keras import backend as K
from tensorflow.keras.losses import Loss


def my_huber_loss(y_true, y_pred):
    a = K.abs(y_true - y_pred)
    return K.switch(K.less_equal(a, 1.0), K.square(a) / 2, a - 0.5)


class MyHuberLoss(Loss):
    def __init__(self, threshold):
        super().__init__()
        self.threshold = threshold

    def call(self, y_true, y_pred):
        a = K.abs(y_true - y_pred)
        small = K.cast(K.less_equal(a, self.threshold), K.floatx())
        return small * K.square(a) / 2 + (1 - small) * self.threshold * (a - self.threshold / 2)


def contrastive_loss(y_true, y_pred):
    gap = K.maximum(1 - y_pred, 0)
    return K.mean(y_true * K.square(y_pred) + (1 - y_true) * K.square(gap))


def contrastive_loss_with_margin(margin):
    def contrastive_loss(y_true, y_pred):
        gap = K.maximum(margin - y_pred, 0)
        return K.mean(y_true * K.square(y_pred) + (1 - y_true) * K.square(gap))

    return contrastive_loss


class ContrastiveLoss(Loss):
    def __init__(self, margin):
        super().__init__()
        self.margin = margin

    def call(self, y_true, y_pred):
        gap = K.maximum(self.margin - y_pred, 0)
        return K.mean(y_true * K.square(y_pred) + (1 - y_true) * K.square(gap))
