# part: MyHuberLoss
# id: huber_class_parameter_given_to_super
# title: hands the threshold to super().__init__, which takes it for a name
# hint: You pass the threshold on to the base class, which takes its first argument for the loss's
#   name. The threshold is your own affair: where do you keep it?
# fails: signature values parameters gradient graph fit
# passes: defined
import tensorflow as tf
from keras.losses import Loss


class MyHuberLoss(Loss):
    def __init__(self, threshold):
        super().__init__(threshold)
        self.threshold = threshold

    def call(self, y_true, y_pred):
        error = y_true - y_pred
        size = tf.abs(error)
        quadratic = 0.5 * tf.square(error)
        linear = self.threshold * (size - 0.5 * self.threshold)
        return tf.where(size <= self.threshold, quadratic, linear)
