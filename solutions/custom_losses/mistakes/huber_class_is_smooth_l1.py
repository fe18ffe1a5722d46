# part: MyHuberLoss
# id: huber_class_is_smooth_l1
# title: smooth L1: everything divided by the threshold, invisible at threshold 1
# hint: For threshold 1 you are right; for others your whole loss is too small or too large by the
#   same factor. You wrote the loss that other libraries call smooth L1; compare both branches
#   with the handout's.
# fails: parameters
# passes: defined signature values shape gradient graph fit
import tensorflow as tf
from keras.losses import Loss


class MyHuberLoss(Loss):
    def __init__(self, threshold):
        super().__init__()
        self.threshold = threshold

    def call(self, y_true, y_pred):
        error = y_true - y_pred
        size = tf.abs(error)
        quadratic = 0.5 * tf.square(error) / self.threshold
        linear = size - 0.5 * self.threshold
        return tf.where(size <= self.threshold, quadratic, linear)
