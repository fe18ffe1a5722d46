# part: MyHuberLoss
# id: huber_class_threshold_in_the_square
# title: the small branch is multiplied by the threshold, invisible at threshold 1
# hint: Right for threshold 1, but for others already a small error costs something else. Does the
#   threshold appear in the handout's branch for small errors at all?
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
        quadratic = 0.5 * self.threshold * tf.square(error)
        linear = self.threshold * (size - 0.5 * self.threshold)
        return tf.where(size <= self.threshold, quadratic, linear)
