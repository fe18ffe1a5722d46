"""Where a mutant must answer as the solution does to be the same in other words."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial

import numpy as np

from autograder.equivalence import Probe
from autograder.handle import Handle
from autograder.wire import Array


def probes(part: str) -> Iterator[Probe]:
    """The questions to ``part``; of most parts none is needed."""
    asks: dict[str, tuple[str, Callable[[int, Handle], Sequence[Array]]]] = {
        "euclidean_distance": ("distances and gradients, 2000 rows", _distances),
        "make_pairs": ("sets of pairs, whatever their order", _pairs),
        "ContrastiveLoss": ("losses and gradients, 1200 pairs", _losses),
        "build_siamese": ("answers, before and after training", _twins),
        "separation": ("separations", _separations),
        "pair_accuracy": ("shares, with no distance exactly at the threshold", _shares),
        # a training that is as good is as right: on which side an image is, or how large a batch
        "train_siamese": (
            "whether similar pairs are nearer after a training",
            _learned,
        ),
    }
    if part in asks:
        words, ask = asks[part]
        for seed in range(3):
            yield Probe(words, partial(ask, seed))


def _distances(seed: int, handle: Handle) -> list[Array]:
    rng = np.random.default_rng(seed)
    one, other = rng.normal(size=(2, 2000, 1 + 3 * seed)).astype("f4")
    other[::4] = one[::4]
    asked = "euclidean_distance", one, other
    found = [handle.call(*asked), handle.call(*asked, graph=True)]
    gradients = [handle.gradient(*asked, wrt=wrt) for wrt in (0, 1)]
    return found + [np.float32(len(one)) * each for each in gradients if each is not None]


def _pairs(seed: int, handle: Handle) -> list[Array]:
    rng = np.random.default_rng(seed)
    labels = rng.permutation(np.repeat([0, 4, 11], [2, 9, 30]))
    images = rng.uniform(size=(len(labels), 8, 8)).astype("f4")
    found = []
    for drawn in range(20):
        sides = handle.probe("pairs", images, labels, on="make_pairs", count=3, seed=drawn)
        rows = np.concatenate([side.reshape(len(sides[0]), -1) for side in sides], axis=1)
        found.append(rows[np.lexsort(rows.T)])
    return found


def _losses(seed: int, handle: Handle) -> list[Array]:
    rng = np.random.default_rng(seed)
    distances = np.arange(1200, dtype="f4")[:, None] / 256
    y = rng.integers(0, 2, distances.shape).astype("f4")
    loss = handle.make("ContrastiveLoss", 0.75 + seed)
    gradient = handle.gradient(loss, y, distances)
    return [handle.call(loss, y, distances), *([] if gradient is None else [1200 * gradient])]


def _twins(seed: int, handle: Handle) -> list[Array]:
    rng = np.random.default_rng(seed)
    kernel = rng.uniform(-0.2, 0.2, (64, 3)).astype("f4")
    images = rng.uniform(0, 1, (2, 50, 8, 8)).astype("f4")
    return handle.probe("twins", kernel, *images, on="build_siamese", count=7)


def _separations(seed: int, handle: Handle) -> list[Array]:
    rng = np.random.default_rng(seed)
    embeddings = rng.normal(size=(40, 1 + seed)).astype("f4")
    labels = rng.permutation(np.repeat([0, 4, 11], [3, 9, 28]))
    return handle.probe("separated", embeddings, labels, on="separation")


def _shares(seed: int, handle: Handle) -> list[Array]:
    rng = np.random.default_rng(seed)
    distances = np.arange(1, 400, 2, dtype="f4")[:, None] / 128
    y = rng.integers(0, 2, distances.shape).astype("f4")
    return [
        share
        for threshold in range(64, 320, 2)
        for share in handle.probe(
            "accuracy", y, distances, on="pair_accuracy", threshold=threshold / 128
        )
    ]


def _learned(seed: int, handle: Handle) -> list[Array]:
    rng = np.random.default_rng(seed)
    kinds = rng.integers(0, 2, (2, 600))
    images = rng.uniform(0, 0.1, (2, 600, 8, 8)).astype("f4")
    images[..., :4, :] += 0.4 * (kinds == 0)[..., None, None]
    images[..., 4:, :] += 0.4 * (kinds == 1)[..., None, None]
    is_same = kinds[0] == kinds[1]
    y = is_same[:, None].astype("f4")
    kernel = rng.uniform(-0.02, 0.02, (64, 2)).astype("f4")
    batches = [images[:, is_same == kind][:, :100] for kind in (True, False)]
    apart, went = handle.probe(
        "learned", kernel, *images, y, *batches, on="train_siamese", count=2, seed=seed
    )
    return [apart[:1] < apart[1:], went]
