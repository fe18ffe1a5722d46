# part: MyHuberLoss
# id: huber_class_whole_threshold_subtracted
# title: the large branch subtracts the whole threshold, not half of it
# hint: Your loss drops when an error crosses the threshold, though a larger error should never
#   cost less. How much of the threshold does your branch for large errors take away, and how
#   much does the formula?
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
        linear = self.threshold * (size - self.threshold)
        return tf.where(size <= self.threshold, quadratic, linear)
