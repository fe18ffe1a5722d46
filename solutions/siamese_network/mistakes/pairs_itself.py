# part: make_pairs
# id: pairs_itself
# title: lets an image be its own partner
# hint: Who may be drawn as the similar partner of an image? A pair of an image and itself teaches
#   nothing: its distance is zero whatever the network does.
# fails: partners
# passes: defined shapes labels balanced shuffled
import numpy as np


def make_pairs(images, labels, seed):
    rng = np.random.default_rng(seed)
    count = len(images)
    same, other = np.zeros(count, int), np.zeros(count, int)
    for index in range(count):
        is_same = labels == labels[index]
        other[index] = rng.choice(np.flatnonzero(~is_same))
        same[index] = rng.choice(np.flatnonzero(is_same))
    order = rng.permutation(2 * count)
    left = np.concatenate([images, images])[order]
    right = np.concatenate([images[same], images[other]])[order]
    y = np.repeat(np.float32([[1], [0]]), count, axis=0)[order]
    return left, right, y
