# title: a Layer, whose call works but which is no loss
# part: MyHuberLoss
# fails: signature
import tensorflow as tf
from tensorflow import keras


class MyHuberLoss(keras.layers.Layer):
    def __init__(self, threshold):
        super().__init__()
        self.threshold = threshold

    def call(self, y_true, y_pred):
        error = tf.abs(y_true - y_pred)
        return tf.where(error <= self.threshold, error ** 2 / 2, self.threshold * (error - 0.5 * self.threshold))
