# title: the constructor's parameter is called delta
# part: MyHuberLoss
# fails: signature
import keras
import tensorflow as tf


class MyHuberLoss(keras.losses.Loss):
    def __init__(self, delta):
        super().__init__()
        self.delta = delta

    def call(self, y_true, y_pred):
        error = tf.abs(y_true - y_pred)
        return tf.where(error <= self.delta, error ** 2 / 2, self.delta * (error - 0.5 * self.delta))
