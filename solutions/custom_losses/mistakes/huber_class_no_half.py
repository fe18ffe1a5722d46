# title: the class lacks the factor 1/2
# part: MyHuberLoss
# fails: values parameters gradient graph fit
import keras
import tensorflow as tf


class MyHuberLoss(keras.losses.Loss):
    def __init__(self, threshold):
        super().__init__()
        self.threshold = threshold

    def call(self, y_true, y_pred):
        error = tf.abs(y_true - y_pred)
        return tf.where(error <= self.threshold, error ** 2, self.threshold * (error - 0.5 * self.threshold))
