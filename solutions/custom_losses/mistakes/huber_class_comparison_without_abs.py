# part: MyHuberLoss
# id: huber_class_comparison_without_abs
# title: compares the signed error, so every negative error counts as small
# hint: Positive errors are right, large negative ones are taken for small. What exactly do you
#   compare with the threshold, and what does that say about an error of -3?
# fails: values parameters gradient graph fit
# passes: defined signature shape
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
        return tf.where(error <= self.threshold, quadratic, linear)
