# part: separation
# id: separation_upside_down
# title: divides equal by different
# hint: What is divided by what? The better the embedding, the larger the result should be.
# fails: values pairs
# passes: defined
import numpy as np


def separation(embeddings, labels):
    gaps = embeddings[:, None] - embeddings[None]
    distances = np.sqrt(np.sum(np.square(gaps), axis=2))
    is_same = labels[:, None] == labels[None]
    is_itself = np.eye(len(labels), dtype=bool)
    return np.mean(distances[is_same & ~is_itself]) / np.mean(distances[~is_same])
