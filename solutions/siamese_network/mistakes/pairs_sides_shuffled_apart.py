# part: make_pairs
# id: pairs_sides_shuffled_apart
# title: draws one order for left and another one for right
# hint: You draw a random order more than once. What becomes of a pair whose two images are moved to
#   different rows?
# fails: labels balanced partners
# passes: defined shapes shuffled
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
    right = np.concatenate([images[same], images[other]])[rng.permutation(2 * count)]
    y = np.repeat(np.float32([[1], [0]]), count, axis=0)[order]
    return left, right, y
