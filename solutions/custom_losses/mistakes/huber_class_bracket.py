# part: MyHuberLoss
# id: huber_class_bracket
# title: the large branch lacks its bracket, invisible at threshold 1
# hint: Right for threshold 1, wrong for others. Work your branch for large errors out by hand for
#   an error of 3 at threshold 2, the example in the docstring, and put it beside the formula:
#   what does the threshold in front multiply, and what does the 1/2?
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
        linear = self.threshold * size - 0.5 * self.threshold
        return tf.where(size <= self.threshold, quadratic, linear)
