# title: asks for reduction="sum"
# part: MyHuberLoss
# fails: signature values parameters gradient graph fit
import keras
import tensorflow as tf


class MyHuberLoss(keras.losses.Loss):
    def __init__(self, threshold):
        super().__init__(reduction="sum")
        self.threshold = threshold

    def call(self, y_true, y_pred):
        error = tf.abs(y_true - y_pred)
        return tf.where(error <= self.threshold, error ** 2 / 2, self.threshold * (error - 0.5 * self.threshold))
