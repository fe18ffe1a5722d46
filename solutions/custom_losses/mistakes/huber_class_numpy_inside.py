# part: MyHuberLoss
# id: huber_class_numpy_inside
# title: NumPy inside: right numbers, nothing to differentiate
# hint: NumPy gets the numbers right, but outside TensorFlow: no gradient comes back through it,
#   and in fit it meets tensors without values. Say the same with TensorFlow's or keras.ops'
#   functions.
# fails: gradient graph fit
# passes: defined signature values shape parameters
import numpy as np
from keras.losses import Loss


class MyHuberLoss(Loss):
    def __init__(self, threshold):
        super().__init__()
        self.threshold = threshold

    def call(self, y_true, y_pred):
        error = np.array(y_true) - np.array(y_pred)
        size = np.abs(error)
        quadratic = 0.5 * np.square(error)
        linear = self.threshold * (size - 0.5 * self.threshold)
        return np.where(size <= self.threshold, quadratic, linear)
