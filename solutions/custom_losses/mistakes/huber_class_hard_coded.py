# title: __init__ sets the threshold to 1 whatever it is given
# part: MyHuberLoss
# fails: parameters
import keras
import tensorflow as tf


class MyHuberLoss(keras.losses.Loss):
    def __init__(self, threshold):
        super().__init__()
        self.threshold = 1

    def call(self, y_true, y_pred):
        error = tf.abs(y_true - y_pred)
        return tf.where(error <= self.threshold, error ** 2 / 2, self.threshold * (error - 0.5 * self.threshold))
