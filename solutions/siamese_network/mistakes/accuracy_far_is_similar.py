# part: pair_accuracy
# id: accuracy_far_is_similar
# title: calls the far pairs similar
# hint: Which pairs do you call similar, the near ones or the far ones? A good network would get the
#   worst marks from you.
# fails: values shapes
# passes: defined
import numpy as np


def pair_accuracy(y, distances, threshold):
    return np.mean((np.ravel(distances) > threshold) == np.ravel(y))
