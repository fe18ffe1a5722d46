# part: MyHuberLoss
# id: huber_class_integer_tensor
# title: makes a tensor of the threshold, an integer one of a whole number, invisible at 1.0
# hint: It works with 1.0 and fails with 1. Which dtype does your tensor get when the threshold is
#   a whole number, and do you need a tensor there? A plain number adapts itself.
# fails: parameters
# passes: defined signature values shape gradient graph fit
import tensorflow as tf
from keras.losses import Loss


class MyHuberLoss(Loss):
    def __init__(self, threshold):
        super().__init__()
        self.threshold = tf.constant(threshold)

    def call(self, y_true, y_pred):
        error = y_true - y_pred
        size = tf.abs(error)
        quadratic = 0.5 * tf.square(error)
        linear = self.threshold * (size - 0.5 * self.threshold)
        return tf.where(size <= self.threshold, quadratic, linear)
