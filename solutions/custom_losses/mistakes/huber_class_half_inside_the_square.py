# part: MyHuberLoss
# id: huber_class_half_inside_the_square
# title: halves the error before squaring it
# hint: Small errors cost too little. In your branch for small errors, what exactly is halved: the
#   error, or its square?
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
        quadratic = tf.square(0.5 * error)
        linear = self.threshold * (size - 0.5 * self.threshold)
        return tf.where(size <= self.threshold, quadratic, linear)
