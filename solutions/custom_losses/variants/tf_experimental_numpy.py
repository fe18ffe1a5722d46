# title: NumPy's names, but TensorFlow's tensors: tf.experimental.numpy
# parts: my_huber_loss my_huber_loss_with_threshold contrastive_loss
import tensorflow as tf
import tensorflow.experimental.numpy as np


def my_huber_loss(y_true, y_pred):
    e = np.abs(y_true - y_pred)
    return np.where(e <= 1.0, np.square(e) / 2, e - 0.5)


def my_huber_loss_with_threshold(threshold):
    def loss(y_true, y_pred):
        e = np.abs(y_true - y_pred)
        return np.where(e <= threshold, e * e / 2, threshold * (e - threshold / 2))

    return loss


def contrastive_loss(y_true, y_pred):
    gap = np.maximum(1.0 - y_pred, tf.zeros_like(y_pred))
    return np.mean(y_true * np.square(y_pred) + (1.0 - y_true) * np.square(gap))
