# part: pair_accuracy
# id: accuracy_broadcasts
# title: compares (n, 1) with (n,), every pair with every other
# hint: With y of one shape and distances of the other, look at the shape of what you average: n by
#   n numbers. Bring both into one shape first.
# fails: shapes
# passes: defined values
import numpy as np


def pair_accuracy(y, distances, threshold):
    return np.mean((distances < threshold) == y)
