# part: MyHuberLoss
# id: huber_class_single_underscores
# title: _init_ with single underscores
# hint: Python never runs your constructor, so the threshold does not arrive. Compare its name
#   with the stub's, sign by sign.
# fails: signature values shape parameters gradient graph fit
# passes: defined
import tensorflow as tf
from keras.losses import Loss


class MyHuberLoss(Loss):
    def _init_(self, threshold):
        super()._init_()
        self.threshold = threshold

    def call(self, y_true, y_pred):
        error = y_true - y_pred
        size = tf.abs(error)
        quadratic = 0.5 * tf.square(error)
        linear = self.threshold * (size - 0.5 * self.threshold)
        return tf.where(size <= self.threshold, quadratic, linear)
