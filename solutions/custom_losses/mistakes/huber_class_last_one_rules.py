# part: MyHuberLoss
# id: huber_class_last_one_rules
# title: stores the threshold on the class, so all objects share the last one
# hint: One object alone is right; when a second is made, the first one follows its threshold.
#   Does the number belong to the class, which all objects share, or to the one object?
# fails: parameters
# passes: defined signature values shape gradient graph fit
import tensorflow as tf
from keras.losses import Loss


class MyHuberLoss(Loss):
    def __init__(self, threshold):
        super().__init__()
        MyHuberLoss.threshold = threshold

    def call(self, y_true, y_pred):
        error = y_true - y_pred
        size = tf.abs(error)
        quadratic = 0.5 * tf.square(error)
        linear = self.threshold * (size - 0.5 * self.threshold)
        return tf.where(size <= self.threshold, quadratic, linear)
