# title: the gap by an activation function
# parts: contrastive_loss contrastive_loss_with_margin ContrastiveLoss
import keras
import tensorflow as tf


def contrastive_loss(y_true, y_pred):
    gap = keras.activations.relu(1.0 - y_pred)
    return tf.reduce_mean(y_true * y_pred**2 + (1.0 - y_true) * gap**2)


def contrastive_loss_with_margin(margin):
    relu = keras.layers.ReLU()

    def loss(y_true, y_pred):
        gap = relu(margin - y_pred)
        return tf.reduce_mean(y_true * y_pred**2 + (1.0 - y_true) * gap**2)

    return loss


class ContrastiveLoss(keras.losses.Loss):
    def __init__(self, margin):
        super().__init__()
        self.margin = margin
        self.relu = keras.activations.get("relu")

    def call(self, y_true, y_pred):
        gap = self.relu(self.margin - y_pred)
        return tf.reduce_mean(y_true * y_pred**2 + (1.0 - y_true) * gap**2)
