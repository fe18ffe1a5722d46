# part: MyHuberLoss
# id: huber_class_plus_half
# title: the large branch adds the constant instead of subtracting it
# hint: Your branch for large errors lies too high, so the curve jumps up where the branches meet.
#   Compare the sign in front of its constant with the formula.
# fails: values parameters graph fit
# passes: defined signature shape gradient
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
        linear = self.threshold * (size + 0.5 * self.threshold)
        return tf.where(size <= self.threshold, quadratic, linear)
