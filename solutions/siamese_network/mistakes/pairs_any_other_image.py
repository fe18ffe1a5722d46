# part: make_pairs
# id: pairs_any_other_image
# title: draws the dissimilar partner from all images
# hint: The partner in a dissimilar pair is drawn from all images. In one of ten draws it shows the
#   very same digit: what does y say then?
# fails: labels balanced partners
# passes: defined shapes shuffled
import numpy as np


def make_pairs(images, labels, seed):
    rng = np.random.default_rng(seed)
    count = len(images)
    same, other = np.zeros(count, int), np.zeros(count, int)
    for index in range(count):
        is_same = labels == labels[index]
        other[index] = rng.integers(count)
        is_same[index] = False
        same[index] = rng.choice(np.flatnonzero(is_same))
    order = rng.permutation(2 * count)
    left = np.concatenate([images, images])[order]
    right = np.concatenate([images[same], images[other]])[order]
    y = np.repeat(np.float32([[1], [0]]), count, axis=0)[order]
    return left, right, y
