# part: MyHuberLoss
# id: huber_class_no_half
# title: the small branch lacks its factor
# hint: Look again at what a small error costs. Compare your result for the error of 0.4 with the
#   worked example in the handout: which factor is missing?
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
        quadratic = tf.square(error)
        linear = self.threshold * (size - 0.5 * self.threshold)
        return tf.where(size <= self.threshold, quadratic, linear)
