# part: make_pairs
# id: pairs_y_not_shuffled
# title: shuffles the images and leaves y in its old order
# hint: After shuffling, does row k of y still belong to row k of left and right? One order has to
#   serve all three arrays.
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
    y = np.repeat(np.float32([[1], [0]]), count, axis=0)
    return left, right, y
