# part: MyHuberLoss
# id: huber_class_python_if_on_the_tensor
# title: a Python `if` on a tensor of many elements
# hint: A Python `if` asks one question and takes one way, but a batch holds small and large
#   errors side by side. The handout's section on graph mode lists operations that choose for
#   each element.
# fails: signature values shape parameters gradient graph fit
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
        if size <= self.threshold:
            return quadratic
        return linear
