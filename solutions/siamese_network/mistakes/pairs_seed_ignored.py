# part: make_pairs
# id: pairs_seed_ignored
# title: draws without the seed
# hint: Call your function twice with the same seed and compare. Where does your random generator
#   get the seed from?
# fails: shuffled
# passes: defined shapes labels balanced partners
import numpy as np


def make_pairs(images, labels, seed):
    rng = np.random.default_rng()
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
