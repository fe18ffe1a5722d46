# part: MyHuberLoss
# id: huber_class_fixed_offset
# title: subtracts 0.5 at the end of the large branch, invisible at threshold 1
# hint: Beyond the threshold the slope is right, but the two branches meet for threshold 1 only.
#   The constant that joins them depends on the threshold: does yours?
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
        linear = self.threshold * size - 0.5
        return tf.where(size <= self.threshold, quadratic, linear)
