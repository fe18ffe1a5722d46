# part: separation
# id: separation_difference
# title: subtracts the means
# hint: The question is how many times as far, not how much farther: a network that doubles every
#   embedding should not gain by it.
# fails: values pairs
# passes: defined
import numpy as np


def separation(embeddings, labels):
    gaps = embeddings[:, None] - embeddings[None]
    distances = np.sqrt(np.sum(np.square(gaps), axis=2))
    is_same = labels[:, None] == labels[None]
    is_itself = np.eye(len(labels), dtype=bool)
    return np.mean(distances[~is_same]) - np.mean(distances[is_same & ~is_itself])
