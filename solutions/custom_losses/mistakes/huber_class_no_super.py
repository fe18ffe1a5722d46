# title: no super().__init__()
# part: MyHuberLoss
# fails: signature values parameters gradient graph fit
import tensorflow as tf
from tensorflow.keras.losses import Loss


class MyHuberLoss(Loss):
    def __init__(self, threshold):
        self.threshold = threshold

    def call(self, y_true, y_pred):
        error = tf.abs(y_true - y_pred)
        return tf.where(error <= self.threshold, error ** 2 / 2, self.threshold * (error - 0.5 * self.threshold))
