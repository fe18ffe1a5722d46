# part: mae_loss
# id: mae_numpy
# title: NumPy in the place of TensorFlow
# hint: The numbers are right, but NumPy is outside of what Keras can trace and differentiate. Use
#   the same functions of tf or keras.ops.
# fails: gradient graph fit
# passes: defined own_work values shape
import numpy as np


def mae_loss(y_true, y_pred):
    return np.mean(np.abs(y_true - y_pred), axis=-1)
