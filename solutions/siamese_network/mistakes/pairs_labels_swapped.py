# part: make_pairs
# id: pairs_labels_swapped
# title: calls the similar pairs 0 and the others 1
# hint: In this course Y is 1 for a similar pair. Other sources have it the other way round; whose
#   convention is in your y?
# fails: labels
# passes: defined shapes balanced partners shuffled
import numpy as np


def make_pairs(images, labels, seed):
    rng = np.random.default_rng(seed)
    count = len(images)
    same, other = np.zeros(count, int), np.zeros(count, int)
    for index in range(count):
        is_same = labels == labels[index]
        other[index] = rng.choice(np.flatnonzero(~is_same))
        is_same[index] = False
        same[index] = rng.choice(np.flatnonzero(is_same))
    order = rng.permutation(2 * count)
    left = np.concatenate([images, images])[order]
    right = np.concatenate([images[same], images[other]])[order]
    y = np.repeat(np.float32([[0], [1]]), count, axis=0)[order]
    return left, right, y
