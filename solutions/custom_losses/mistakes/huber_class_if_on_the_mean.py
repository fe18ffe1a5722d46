# part: MyHuberLoss
# id: huber_class_if_on_the_mean
# title: a Python `if` on the mean error: one branch for the whole batch
# hint: You ask whether the errors are small on average and then treat the whole batch alike. Each
#   element has to choose its own branch; and inside fit a Python `if` on a tensor can't be
#   answered at all.
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
        if tf.reduce_mean(size) <= self.threshold:
            return quadratic
        return linear
