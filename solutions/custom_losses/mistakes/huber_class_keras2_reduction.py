# part: MyHuberLoss
# id: huber_class_keras2_reduction
# title: reduction="auto", which Keras 3 does not know
# hint: Making an object fails: the reduction you ask for went with Keras 2. What happens if you
#   leave the choice of a reduction to the base class?
# fails: signature values shape parameters gradient graph fit
# passes: defined
import tensorflow as tf
from keras.losses import Loss


class MyHuberLoss(Loss):
    def __init__(self, threshold):
        super().__init__(reduction="auto")
        self.threshold = threshold

    def call(self, y_true, y_pred):
        error = y_true - y_pred
        size = tf.abs(error)
        quadratic = 0.5 * tf.square(error)
        linear = self.threshold * (size - 0.5 * self.threshold)
        return tf.where(size <= self.threshold, quadratic, linear)
