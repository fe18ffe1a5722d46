# part: MyHuberLoss
# id: huber_class_renamed
# title: the parameter is called delta, not threshold
# hint: The loss itself is right, but its parameter has another name than in the stub, so a call
#   that names it fails. Which name does the stub use?
# fails: signature
# passes: defined values shape parameters gradient graph fit
import tensorflow as tf
from keras.losses import Loss


class MyHuberLoss(Loss):
    def __init__(self, delta):
        super().__init__()
        self.delta = delta

    def call(self, y_true, y_pred):
        error = y_true - y_pred
        size = tf.abs(error)
        quadratic = 0.5 * tf.square(error)
        linear = self.delta * (size - 0.5 * self.delta)
        return tf.where(size <= self.delta, quadratic, linear)
