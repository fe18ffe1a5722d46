# part: MyHuberLoss
# id: huber_class_call_returns_a_function
# title: `call` returns an inner function, as a wrapper does
# hint: Your `call` hands back a function, as the wrapper did. Here nobody will call it: by the
#   time `call` runs, labels and predictions are there. What should it return?
# fails: signature values shape parameters gradient graph fit
# passes: defined
import tensorflow as tf
from keras.losses import Loss


class MyHuberLoss(Loss):
    def __init__(self, threshold):
        super().__init__()
        self.threshold = threshold

    def call(self, y_true, y_pred):
        def loss(y_true, y_pred):
            error = y_true - y_pred
            size = tf.abs(error)
            quadratic = 0.5 * tf.square(error)
            linear = self.threshold * (size - 0.5 * self.threshold)
            return tf.where(size <= self.threshold, quadratic, linear)

        return loss
