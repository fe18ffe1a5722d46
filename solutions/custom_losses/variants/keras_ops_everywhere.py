# title: uses keras.ops everywhere
# parts: my_huber_loss my_huber_loss_with_threshold MyHuberLoss contrastive_loss contrastive_loss_with_margin ContrastiveLoss
import keras
from keras import ops


def my_huber_loss(y_true, y_pred):
    residual = ops.subtract(y_true, y_pred)
    size = ops.absolute(residual)
    return ops.where(size <= 1.0, ops.square(residual) / 2, size - 0.5)


def my_huber_loss_with_threshold(threshold):
    def loss(y_true, y_pred):
        residual = ops.subtract(y_true, y_pred)
        size = ops.absolute(residual)
        return ops.where(size <= threshold, ops.square(residual) / 2, threshold * (size - threshold / 2))

    return loss


class MyHuberLoss(keras.losses.Loss):
    def __init__(self, threshold):
        super().__init__()
        self.threshold = threshold

    def call(self, y_true, y_pred):
        return my_huber_loss_with_threshold(self.threshold)(y_true, y_pred)


def contrastive_loss(y_true, y_pred):
    near = y_true * ops.square(y_pred)
    far = (1 - y_true) * ops.square(ops.maximum(1.0 - y_pred, 0.0))
    return ops.mean(near + far)


def contrastive_loss_with_margin(margin):
    def loss(y_true, y_pred):
        near = y_true * ops.square(y_pred)
        far = (1 - y_true) * ops.square(ops.maximum(margin - y_pred, 0.0))
        return ops.mean(near + far)

    return loss


class ContrastiveLoss(keras.losses.Loss):
    def __init__(self, margin):
        super().__init__()
        self.margin = margin

    def call(self, y_true, y_pred):
        return contrastive_loss_with_margin(self.margin)(y_true, y_pred)
