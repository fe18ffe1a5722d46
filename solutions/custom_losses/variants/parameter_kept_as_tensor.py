# title: the parameter is kept as a constant tensor or a variable
# parts: MyHuberLoss ContrastiveLoss
import tensorflow as tf
from tensorflow import keras


class MyHuberLoss(keras.losses.Loss):
    def __init__(self, threshold):
        super().__init__()
        self.threshold = tf.constant(threshold, dtype=tf.float32)

    def call(self, y_true, y_pred):
        a = tf.abs(y_true - y_pred)
        return tf.where(a <= self.threshold, 0.5 * a * a, self.threshold * (a - 0.5 * self.threshold))


class ContrastiveLoss(keras.losses.Loss):
    def __init__(self, margin):
        super().__init__()
        self.margin = tf.Variable(float(margin), trainable=False)

    def call(self, y_true, y_pred):
        hinge = tf.maximum(self.margin - y_pred, 0.0)
        return tf.reduce_mean(y_true * tf.square(y_pred) + (1.0 - y_true) * tf.square(hinge))
