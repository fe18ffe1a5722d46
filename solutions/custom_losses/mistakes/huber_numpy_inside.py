# title: NumPy inside: right numbers, nothing to differentiate
# part: my_huber_loss
# fails: gradient graph fit
import numpy as np


def my_huber_loss(y_true, y_pred):
    error = np.abs(np.array(y_true) - np.array(y_pred))
    return np.where(error <= 1, error ** 2 / 2, error - 0.5)
