# part: MyHuberLoss
# id: huber_class_whole_numbers_only
# title: int(threshold) throws the decimals away, invisible at threshold 1
# hint: Whole thresholds work, but one such as 0.5 does not: somewhere its decimals get lost. What
#   do you do to the number before you use it?
# fails: parameters
# passes: defined signature values shape gradient graph fit
import tensorflow as tf
from keras.losses import Loss


class MyHuberLoss(Loss):
    def __init__(self, threshold):
        super().__init__()
        self.threshold = int(threshold)

    def call(self, y_true, y_pred):
        error = y_true - y_pred
        size = tf.abs(error)
        quadratic = 0.5 * tf.square(error)
        linear = self.threshold * (size - 0.5 * self.threshold)
        return tf.where(size <= self.threshold, quadratic, linear)
