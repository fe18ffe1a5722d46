# part: MyHuberLoss
# id: huber_class_linear_of_threshold_one
# title: the large branch is the one for threshold 1, invisible at threshold 1
# hint: The threshold decides where your branch for large errors begins, but it does not appear in
#   that branch. It looks copied from the loss with threshold 1: in which places should the 1
#   have become the threshold?
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
        quadratic = 0.5 * tf.square(error)
        linear = size - 0.5
        return tf.where(size <= self.threshold, quadratic, linear)
