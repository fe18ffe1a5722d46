# title: takes a threshold and works with the class attribute
# part: MyHuberLoss
# fails: parameters
import tensorflow as tf
from tensorflow.keras.losses import Loss


class MyHuberLoss(Loss):
    threshold = 1

    def __init__(self, threshold):
        super().__init__()

    def call(self, y_true, y_pred):
        error = tf.abs(y_true - y_pred)
        return tf.where(error <= self.threshold, error ** 2 / 2, self.threshold * (error - 0.5 * self.threshold))
