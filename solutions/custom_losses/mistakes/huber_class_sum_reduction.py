# part: MyHuberLoss
# id: huber_class_sum_reduction
# title: asks the base class for reduction="sum"
# hint: `call` is right, but your object adds up the batch instead of averaging it, so its pull
#   grows with the batch. What do you tell the base class in `__init__`?
# fails: signature values parameters gradient graph fit
# passes: defined shape
import tensorflow as tf
from keras.losses import Loss


class MyHuberLoss(Loss):
    def __init__(self, threshold):
        super().__init__(reduction="sum")
        self.threshold = threshold

    def call(self, y_true, y_pred):
        error = y_true - y_pred
        size = tf.abs(error)
        quadratic = 0.5 * tf.square(error)
        linear = self.threshold * (size - 0.5 * self.threshold)
        return tf.where(size <= self.threshold, quadratic, linear)
