# part: MyHuberLoss
# id: huber_class_linear_lacks_offset
# title: the large branch lacks its constant
# hint: Large errors are pulled with the right strength, but your curve jumps where the two
#   branches meet. The handout asks why there is a constant in the branch for large errors;
#   where is it in yours?
# fails: values parameters graph fit
# passes: defined signature shape gradient
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
        linear = self.threshold * size
        return tf.where(size <= self.threshold, quadratic, linear)
