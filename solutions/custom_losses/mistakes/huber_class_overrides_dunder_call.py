# title: overrides __call__ instead of call
# part: MyHuberLoss
# fails: signature shape fit
import tensorflow as tf
from tensorflow.keras.losses import Loss


class MyHuberLoss(Loss):
    def __init__(self, threshold):
        super().__init__()
        self.threshold = threshold

    def __call__(self, y_true, y_pred):
        error = tf.abs(y_true - y_pred)
        return tf.where(error <= self.threshold, error ** 2 / 2, self.threshold * (error - 0.5 * self.threshold))
