# part: separation
# id: separation_of_all_pairs
# title: divides by the mean over all pairs
# hint: Which pairs are in the lower mean? Only those of equal digits belong there.
# fails: values pairs
# passes: defined
import numpy as np


def separation(embeddings, labels):
    gaps = embeddings[:, None] - embeddings[None]
    distances = np.sqrt(np.sum(np.square(gaps), axis=2))
    is_same = labels[:, None] == labels[None]
    is_itself = np.eye(len(labels), dtype=bool)
    return np.mean(distances[~is_same]) / np.mean(distances[~is_itself])
