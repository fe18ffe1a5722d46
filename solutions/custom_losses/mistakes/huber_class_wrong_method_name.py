# title: the method is called forward
# part: MyHuberLoss
# fails: signature values shape parameters gradient graph fit
import keras
import tensorflow as tf


class MyHuberLoss(keras.losses.Loss):
    def __init__(self, threshold):
        super().__init__()
        self.threshold = threshold

    def forward(self, y_true, y_pred):
        error = tf.abs(y_true - y_pred)
        return tf.where(error <= self.threshold, error ** 2 / 2, self.threshold * (error - 0.5 * self.threshold))
