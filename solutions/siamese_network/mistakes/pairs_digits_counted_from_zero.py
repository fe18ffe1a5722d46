# part: make_pairs
# id: pairs_digits_counted_from_zero
# title: looks for the labels 0 to 9, whatever labels there are
# hint: Which labels does your loop go through? Take them from the array that is given; there may be
#   others than 0 to 9, or fewer.
# fails: shapes labels balanced partners shuffled
# passes: defined
import numpy as np


def make_pairs(images, labels, seed):
    rng = np.random.default_rng(seed)
    groups = [np.flatnonzero(labels == digit) for digit in range(10)]
    left, right, y = [], [], []
    for digit in range(10):
        for index in groups[digit]:
            partner = rng.choice(groups[digit][groups[digit] != index])
            stranger = rng.choice(groups[(digit + rng.integers(1, 10)) % 10])
            left += [images[index], images[index]]
            right += [images[partner], images[stranger]]
            y += [[1.0], [0.0]]
    order = rng.permutation(len(y))
    return np.array(left)[order], np.array(right)[order], np.float32(y)[order]
