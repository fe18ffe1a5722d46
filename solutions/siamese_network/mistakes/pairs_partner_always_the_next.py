# part: make_pairs
# id: pairs_partner_always_the_next
# title: pairs each image with the next one of its digit, never by chance
# hint: Only the order is drawn at random, not the partners: each seed gives every image the same
#   ones. Who is drawn, and from whom?
# fails: partners
# passes: defined shapes labels balanced shuffled
import numpy as np


def make_pairs(images, labels, seed):
    rng = np.random.default_rng(seed)
    count = len(images)
    same, other = np.zeros(count, int), np.zeros(count, int)
    for index in range(count):
        is_same = labels == labels[index]
        other[index] = np.flatnonzero(~is_same)[0]
        is_same[index] = False
        same[index] = np.flatnonzero(is_same)[0]
    order = rng.permutation(2 * count)
    left = np.concatenate([images, images])[order]
    right = np.concatenate([images[same], images[other]])[order]
    y = np.repeat(np.float32([[1], [0]]), count, axis=0)[order]
    return left, right, y
