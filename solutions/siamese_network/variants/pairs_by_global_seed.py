# title: NumPy's global generator, seeded
# parts: make_pairs
import numpy as np


def make_pairs(images, labels, seed):
    np.random.seed(seed)
    left, right, y = [], [], []
    for image, label, k in zip(images, labels, range(len(labels))):
        same = np.setdiff1d(np.where(labels == label)[0], k)
        left.extend([image, image])
        right.extend([images[np.random.choice(same)], images[np.random.choice(np.where(labels != label)[0])]])
        y.extend([1.0, 0.0])
    order = np.random.permutation(len(y))
    return np.array(left)[order], np.array(right)[order], np.array(y)[order].reshape(-1, 1)
