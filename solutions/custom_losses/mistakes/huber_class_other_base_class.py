# part: MyHuberLoss
# id: huber_class_other_base_class
# title: a subclass of Layer, or of an old Loss, instead of keras.losses.Loss
# hint: The numbers are right, but your class does not descend from the Loss of today's Keras.
#   Look at the name in the brackets after the class's name, and at the line that imports it:
#   what is it, and where does it come from?
# fails: signature
# passes: defined values shape parameters gradient graph fit
import tensorflow as tf
from keras.layers import Layer


class MyHuberLoss(Layer):
    def __init__(self, threshold):
        super().__init__()
        self.threshold = threshold

    def call(self, y_true, y_pred):
        error = y_true - y_pred
        size = tf.abs(error)
        quadratic = 0.5 * tf.square(error)
        linear = self.threshold * (size - 0.5 * self.threshold)
        return tf.where(size <= self.threshold, quadratic, linear)
