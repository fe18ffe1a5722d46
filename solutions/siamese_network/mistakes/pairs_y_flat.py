# part: make_pairs
# id: pairs_y_flat
# title: returns y without its second axis
# hint: Which shape should y have, and which has it? Against distances of shape (n, 1), y of shape
#   (n,) broadcasts to n by n numbers.
# fails: shapes
# passes: defined labels balanced partners shuffled
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
    y = np.repeat(np.float32([[1], [0]]), count, axis=0)[order][:, 0]
    return left, right, y
