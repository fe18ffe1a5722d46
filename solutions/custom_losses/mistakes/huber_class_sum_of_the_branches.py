# part: MyHuberLoss
# id: huber_class_sum_of_the_branches
# title: adds both branches instead of choosing one
# hint: Every error pays twice, once as a small one and once as a large one. The brace in the
#   formula means one or the other, for each element.
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
        size = tf.abs(error)
        quadratic = 0.5 * tf.square(error)
        linear = self.threshold * (size - 0.5 * self.threshold)
        return quadratic + linear
