# part: MyHuberLoss
# id: huber_class_not_a_loss
# title: a plain class with `call`, not a subclass of Loss
# hint: Your class has the right method, but Keras does not recognise it as a loss: nothing
#   connects the two. What stands in the brackets after the class's name in the stub?
# fails: signature values parameters gradient graph fit
# passes: defined
import tensorflow as tf


class MyHuberLoss:
    def __init__(self, threshold):
        super().__init__()
        self.threshold = threshold

    def call(self, y_true, y_pred):
        error = y_true - y_pred
        size = tf.abs(error)
        quadratic = 0.5 * tf.square(error)
        linear = self.threshold * (size - 0.5 * self.threshold)
        return tf.where(size <= self.threshold, quadratic, linear)
