# part: MyHuberLoss
# id: huber_class_linear_without_abs
# title: the large branch uses the signed error
# hint: A large negative error comes out with a negative loss, though being 3 too low is as bad as
#   being 3 too high. Which quantity does your branch for large errors start from?
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
        linear = self.threshold * (error - 0.5 * self.threshold)
        return tf.where(size <= self.threshold, quadratic, linear)
