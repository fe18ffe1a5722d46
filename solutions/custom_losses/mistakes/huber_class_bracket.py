# title: the linear branch of the class lacks its bracket
# part: MyHuberLoss
# fails: parameters
import keras
import tensorflow as tf


class MyHuberLoss(keras.losses.Loss):
    def __init__(self, threshold):
        super().__init__()
        self.threshold = threshold

    def call(self, y_true, y_pred):
        error = tf.abs(y_true - y_pred)
        return tf.where(error <= self.threshold, 0.5 * error ** 2, self.threshold * error - 0.5 * self.threshold)
