# part: make_pairs
# id: pairs_seed_fixed
# title: has a seed of its own
# hint: Call your function with two seeds and compare. Whose seed does your random generator start
#   from?
# fails: partners shuffled
# passes: defined shapes labels balanced
import numpy as np


def make_pairs(images, labels, seed):
    rng = np.random.default_rng(42)
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
    y = np.repeat(np.float32([[1], [0]]), count, axis=0)[order]
    return left, right, y
