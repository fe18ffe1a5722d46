# part: MyHuberLoss
# id: huber_class_no_constructor
# title: no `__init__`; the threshold is a class attribute
# hint: Your class has no place where a threshold could be handed in: whoever makes an object
#   can't choose one. Which method of the stub was meant for that?
# fails: signature values parameters gradient graph fit
# passes: defined
import tensorflow as tf
from keras.losses import Loss


class MyHuberLoss(Loss):
    threshold = 1.0

    def call(self, y_true, y_pred):
        error = y_true - y_pred
        size = tf.abs(error)
        quadratic = 0.5 * tf.square(error)
        linear = self.threshold * (size - 0.5 * self.threshold)
        return tf.where(size <= self.threshold, quadratic, linear)
