# part: separation
# id: separation_of_squares
# title: averages squared distances
# hint: In the example, are your distances 4, 3 and 1, or are they squares?
# fails: values pairs
# passes: defined
import numpy as np


def separation(embeddings, labels):
    gaps = embeddings[:, None] - embeddings[None]
    distances = np.sum(np.square(gaps), axis=2)
    is_same = labels[:, None] == labels[None]
    is_itself = np.eye(len(labels), dtype=bool)
    return np.mean(distances[~is_same]) / np.mean(distances[is_same & ~is_itself])
