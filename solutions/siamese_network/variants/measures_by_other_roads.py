# title: upper triangle, matrix products, a sum divided by a count
# parts: pair_accuracy separation
import numpy as np


def pair_accuracy(y, distances, threshold):
    wrong = (np.asarray(distances).reshape(-1) >= threshold).astype(int) == np.asarray(y).reshape(-1)
    return 1 - wrong.sum() / wrong.size


def separation(embeddings, labels):
    points = np.asarray(embeddings, "float64")
    i, j = np.triu_indices(len(points), 1)
    gaps = np.linalg.norm(points[i] - points[j], axis=-1)
    same = np.equal(labels[i], labels[j])
    return gaps[~same].mean() / gaps[same].mean()
