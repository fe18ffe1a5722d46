# part: MyHuberLoss
# id: huber_class_reduced_last_axis
# title: averages over the last axis, as Keras's own functions do
# hint: The values are right, but the last axis is gone: you averaged over it, as
#   `keras.losses.huber` does. The stub asks for the shape of the inputs.
# fails: shape
# passes: defined signature values parameters gradient graph fit
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
        return tf.reduce_mean(tf.where(size <= self.threshold, quadratic, linear), axis=-1)
