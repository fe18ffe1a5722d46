# title: np.random.RandomState, lists, and a shuffle of indices
# parts: make_pairs
import numpy as np


def make_pairs(images, labels, seed):
    rng = np.random.RandomState(seed)
    rows = []
    for i in range(len(images)):
        friends = [j for j in range(len(images)) if labels[j] == labels[i] and j != i]
        strangers = [j for j in range(len(images)) if labels[j] != labels[i]]
        rows.append((i, friends[rng.randint(len(friends))], 1.0))
        rows.append((i, strangers[rng.randint(len(strangers))], 0.0))
    rng.shuffle(rows)
    left = np.stack([images[int(i)] for i, _, _ in rows])
    right = np.stack([images[int(j)] for _, j, _ in rows])
    y = np.array([[y] for _, _, y in rows], dtype="float32")
    return left, right, y
