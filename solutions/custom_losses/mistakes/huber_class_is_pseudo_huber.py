# part: MyHuberLoss
# id: huber_class_is_pseudo_huber
# title: the smooth pseudo-Huber loss in place of Huber
# hint: You wrote the pseudo-Huber loss, a smooth relative with one formula for all errors. It
#   looks alike but has other values; ours is the one in the handout, with two branches that
#   meet at the threshold.
# fails: values parameters gradient graph fit
# passes: defined
import tensorflow as tf
from keras.losses import Loss


class MyHuberLoss(Loss):
    def __init__(self, threshold):
        super().__init__()
        self.threshold = threshold

    def call(self, y_true, y_pred):
        error = y_true - y_pred
        return self.threshold**2 * (tf.sqrt(1.0 + tf.square(error / self.threshold)) - 1.0)
