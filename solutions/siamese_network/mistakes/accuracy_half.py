# part: pair_accuracy
# id: accuracy_half
# title: has the threshold 0.5 built in
# hint: Does your result change when the threshold does?
# fails: values
# passes: defined shapes
import numpy as np


def pair_accuracy(y, distances, threshold):
    return np.mean((np.ravel(distances) < 0.5) == np.ravel(y))
