# part: MyHuberLoss
# id: huber_class_compares_instead_of_storing
# title: `self.threshold == threshold` compares instead of storing
# hint: Making an object fails: you ask for `self.threshold` before it exists. Look at the sign
#   between the two names in `__init__`: what does it do, and what did you want to do?
# fails: signature values shape parameters gradient graph fit
# passes: defined
import tensorflow as tf
from keras.losses import Loss


class MyHuberLoss(Loss):
    def __init__(self, threshold):
        super().__init__()
        self.threshold == threshold

    def call(self, y_true, y_pred):
        error = y_true - y_pred
        size = tf.abs(error)
        quadratic = 0.5 * tf.square(error)
        linear = self.threshold * (size - 0.5 * self.threshold)
        return tf.where(size <= self.threshold, quadratic, linear)
