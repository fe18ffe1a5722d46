# part: MyHuberLoss
# id: huber_class_compares_with_one
# title: compares the error with 1 whatever the threshold is, invisible at threshold 1
# hint: The formulas of your branches know the threshold, but the choice between them does not.
#   Where exactly should an error stop counting as small?
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
        quadratic = 0.5 * tf.square(error)
        linear = self.threshold * (size - 0.5 * self.threshold)
        return tf.where(size <= 1.0, quadratic, linear)
