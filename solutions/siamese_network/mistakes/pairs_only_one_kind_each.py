# part: make_pairs
# id: pairs_only_one_kind_each
# title: makes one pair for each image, of a kind drawn at random
# hint: How many pairs should m images make, and how many of them similar? Chance alone does not
#   balance them.
# fails: shapes balanced partners
# passes: defined labels shuffled
import numpy as np


def make_pairs(images, labels, seed):
    rng = np.random.default_rng(seed)
    y = rng.integers(0, 2, len(images))
    right = []
    for index, kind in enumerate(y):
        candidates = (labels == labels[index]) == kind
        candidates[index] = False
        right.append(images[rng.choice(np.flatnonzero(candidates))])
    order = rng.permutation(len(images))
    return images[order], np.array(right)[order], np.float32(y[:, None])[order]
