# title: Python's own random, and tensors returned
# parts: make_pairs
import random

import numpy as np
import tensorflow as tf


def make_pairs(images, labels, seed):
    chance = random.Random(seed)
    by_label = {}
    for index, label in enumerate(labels.tolist()):
        by_label.setdefault(label, []).append(index)
    pairs = []
    for label, members in by_label.items():
        others = [index for key, value in by_label.items() if key != label for index in value]
        for index in members:
            partner = index
            while partner == index:
                partner = chance.choice(members)
            pairs += [(index, partner, 1), (index, chance.choice(others), 0)]
    chance.shuffle(pairs)
    i, j, y = (np.array(column) for column in zip(*pairs))
    return tf.constant(images[i]), tf.constant(images[j]), tf.constant(y[:, None], tf.float32)
