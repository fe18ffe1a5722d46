# part: MyHuberLoss
# id: huber_class_keras2_backend
# title: K.abs and K.square from keras.backend, which Keras 3 no longer has
# hint: Your loss speaks Keras 2: since Keras 3 `keras.backend` has no mathematics any more. The
#   handout has a table of imports that changed.
# fails: signature values shape parameters gradient graph fit
# passes: defined
import tensorflow as tf
from keras import backend as K
from keras.losses import Loss


class MyHuberLoss(Loss):
    def __init__(self, threshold):
        super().__init__()
        self.threshold = threshold

    def call(self, y_true, y_pred):
        error = y_true - y_pred
        size = K.abs(error)
        quadratic = 0.5 * K.square(error)
        linear = self.threshold * (size - 0.5 * self.threshold)
        return tf.where(size <= self.threshold, quadratic, linear)
