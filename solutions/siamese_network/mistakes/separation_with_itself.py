# part: separation
# id: separation_with_itself
# title: counts each row as a pair with itself
# hint: Which pairs of equal digits are there in the example with three rows? A row is always at
#   distance 0 from itself, which makes your mean too small.
# fails: pairs
# passes: defined values
import numpy as np


def separation(embeddings, labels):
    gaps = embeddings[:, None] - embeddings[None]
    distances = np.sqrt(np.sum(np.square(gaps), axis=2))
    is_same = labels[:, None] == labels[None]
    return np.mean(distances[~is_same]) / np.mean(distances[is_same])
