# part: MyHuberLoss
# id: huber_class_no_return
# title: `call` returns nothing
# hint: Everything is computed and then dropped: a Python function that ends without `return`
#   gives None. Look at the last line of `call`.
# fails: signature values shape parameters gradient graph fit
# passes: defined
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
        loss = tf.where(size <= self.threshold, quadratic, linear)
