# part: pair_accuracy
# id: accuracy_of_similar_pairs
# title: counts the similar pairs only
# hint: A dissimilar pair that is far apart is told rightly as well. Do you count those?
# fails: values shapes
# passes: defined
import numpy as np


def pair_accuracy(y, distances, threshold):
    is_called_similar = np.ravel(distances) < threshold
    return np.mean(is_called_similar & (np.ravel(y) == 1))
