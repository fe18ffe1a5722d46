# part: MyHuberLoss
# id: huber_class_compares_squared_error
# title: compares the squared error with the threshold, invisible at threshold 1
# hint: Some errors land in the wrong branch, but for threshold 1 none do. What stands on the left
#   of your comparison: the size of the error or its square?
# fails: parameters
# passes: defined signature values shape gradient graph fit
import tensorflow as tf
from keras.losses import Loss


class MyHuberLoss(Loss):
    def __init__(self, threshold):
        super().__init__()
        self.threshold = threshold

    def call(self, y_true, y_pred):
        error = y_true - y_pred
        size = tf.abs(error)
        quadratic = 0.5 * tf.square(error)
        linear = self.threshold * (size - 0.5 * self.threshold)
        return tf.where(tf.square(error) <= self.threshold, quadratic, linear)
