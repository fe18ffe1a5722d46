# part: MyHuberLoss
# id: huber_class_wrong_attribute
# title: `__init__` does not store the threshold under the name that `call` reads
# hint: `call` reads an attribute that no line of yours has ever set. Compare how `__init__`
#   stores the threshold with how `call` asks for it, `self` included.
# fails: signature values shape parameters gradient graph fit
# passes: defined
import tensorflow as tf
from keras.losses import Loss


class MyHuberLoss(Loss):
    def __init__(self, threshold):
        super().__init__()
        threshold = threshold

    def call(self, y_true, y_pred):
        error = y_true - y_pred
        size = tf.abs(error)
        quadratic = 0.5 * tf.square(error)
        linear = self.threshold * (size - 0.5 * self.threshold)
        return tf.where(size <= self.threshold, quadratic, linear)
