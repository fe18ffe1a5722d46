# part: MyHuberLoss
# id: huber_class_no_reduction
# title: asks the base class for reduction="none"
# hint: `call` is right, but calling the object should give one number for the batch, and you told
#   the base class not to average. What happens if you tell it nothing?
# fails: signature fit
# passes: defined values shape parameters gradient graph
import tensorflow as tf
from keras.losses import Loss


class MyHuberLoss(Loss):
    def __init__(self, threshold):
        super().__init__(reduction="none")
        self.threshold = threshold

    def call(self, y_true, y_pred):
        error = y_true - y_pred
        size = tf.abs(error)
        quadratic = 0.5 * tf.square(error)
        linear = self.threshold * (size - 0.5 * self.threshold)
        return tf.where(size <= self.threshold, quadratic, linear)
