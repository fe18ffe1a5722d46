# part: MyHuberLoss
# id: huber_class_no_super
# title: no super().__init__()
# hint: Your object works by its `call` alone, but as a loss it fails: Keras never set up its half
#   of it. What should `__init__` do for the base class before anything else?
# fails: signature values parameters gradient graph fit
# passes: defined
import tensorflow as tf
from keras.losses import Loss


class MyHuberLoss(Loss):
    def __init__(self, threshold):
        self.threshold = threshold

    def call(self, y_true, y_pred):
        error = y_true - y_pred
        size = tf.abs(error)
        quadratic = 0.5 * tf.square(error)
        linear = self.threshold * (size - 0.5 * self.threshold)
        return tf.where(size <= self.threshold, quadratic, linear)
