# part: MyHuberLoss
# id: huber_class_self_forgotten
# title: threshold without self inside `call`
# hint: Inside `call` nobody knows the bare name `threshold`: it was a parameter of another
#   method. How does one method find what another has stored?
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
        linear = threshold * (size - 0.5 * threshold)
        return tf.where(size <= threshold, quadratic, linear)
