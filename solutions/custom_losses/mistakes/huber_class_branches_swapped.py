# part: MyHuberLoss
# id: huber_class_branches_swapped
# title: small errors take the large branch, large ones the small branch
# hint: Each kind of error is sent to the branch of the other. Read your comparison aloud,
#   together with the order of the two values that follow it: which one is taken where the
#   condition holds?
# fails: values parameters gradient graph fit
# passes: defined
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
        return tf.where(size <= self.threshold, linear, quadratic)
