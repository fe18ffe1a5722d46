# part: make_pairs
# id: pairs_taking_turns
# title: similar and dissimilar pairs take turns
# hint: The kinds of pair alternate regularly. Mixed is not the same as shuffled: where each pair
#   stands should be up to chance.
# fails: shuffled
# passes: defined shapes labels balanced partners
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
    order = np.arange(2 * count).reshape(2, count).T.ravel()
    left = np.concatenate([images, images])[order]
    right = np.concatenate([images[same], images[other]])[order]
    y = np.repeat(np.float32([[1], [0]]), count, axis=0)[order]
    return left, right, y
