# part: MyHuberLoss
# id: huber_class_hard_coded
# title: `__init__` sets the threshold to 1 whatever it is given, invisible at threshold 1
# hint: Every threshold gives the same loss. Follow the number from `__init__` through `self` to
#   the formula in `call`: where is it replaced by another one, or never used?
# fails: parameters
# passes: defined signature values shape gradient graph fit
import tensorflow as tf
from keras.losses import Loss


class MyHuberLoss(Loss):
    def __init__(self, threshold):
        super().__init__()
        self.threshold = 1.0

    def call(self, y_true, y_pred):
        error = y_true - y_pred
        size = tf.abs(error)
        quadratic = 0.5 * tf.square(error)
        linear = self.threshold * (size - 0.5 * self.threshold)
        return tf.where(size <= self.threshold, quadratic, linear)
