# part: my_huber_loss
# id: huber_numpy_inside
# title: NumPy inside: right numbers, nothing to differentiate
# hint: NumPy gets the numbers right, but outside TensorFlow: no gradient comes back through it,
#   and in fit it meets tensors without values. Say the same with TensorFlow's or keras.ops'
#   functions.
# fails: gradient graph fit
# passes: defined signature values shape parameters
import numpy as np


def my_huber_loss(y_true, y_pred):
    threshold = 1.0
    error = np.array(y_true) - np.array(y_pred)
    size = np.abs(error)
    quadratic = 0.5 * np.square(error)
    linear = threshold * (size - 0.5 * threshold)
    return np.where(size <= threshold, quadratic, linear)
