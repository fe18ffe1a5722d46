# part: MyHuberLoss
# id: huber_class_linear_halved
# title: the 1/2 stands in front of the whole large branch
# hint: Beyond the threshold your loss climbs half as steeply as it should. Look at the bracket in
#   the branch for large errors: which single term in it does the 1/2 belong to?
# fails: values parameters gradient graph fit
# passes: defined signature shape
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
        linear = 0.5 * self.threshold * (size - self.threshold)
        return tf.where(size <= self.threshold, quadratic, linear)
