# part: MyHuberLoss
# id: huber_class_plain_callable
# title: a plain class with `__call__`, not a subclass of Loss
# hint: Your object can be called, but it is no Keras loss: it has no name, no reduction and no
#   `call`. Which class gives you all that, and which one method is left for you to write?
# fails: signature shape
# passes: defined values parameters gradient graph fit
import tensorflow as tf


class MyHuberLoss:
    def __init__(self, threshold):
        self.threshold = threshold

    def __call__(self, y_true, y_pred):
        error = y_true - y_pred
        size = tf.abs(error)
        quadratic = 0.5 * tf.square(error)
        linear = self.threshold * (size - 0.5 * self.threshold)
        return tf.where(size <= self.threshold, quadratic, linear)
