# part: pair_accuracy
# id: accuracy_counted
# title: counts and does not divide
# hint: Is your result between 0 and 1? A share is a count divided by another.
# fails: values shapes
# passes: defined
import numpy as np


def pair_accuracy(y, distances, threshold):
    return np.sum((np.ravel(distances) < threshold) == np.ravel(y))
