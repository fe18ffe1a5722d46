"""How far right, unshared and untrained Siamese networks lie apart, and from the graders' bar.

    python -m tests.benchmarks.siamese_spread 20

What it printed stands beside the bar in solutions/siamese_network/graders.
"""

from __future__ import annotations

import contextlib
import io
import json
import runpy
import sys
from collections.abc import Callable
from pathlib import Path
from time import process_time
from typing import Any

import keras
import numpy as np

FOLDER = Path(__file__).parents[2] / "solutions" / "siamese_network"
with contextlib.redirect_stdout(io.StringIO()):  # it tries itself out
    MASTER = runpy.run_path(str(FOLDER / "master.py"))
GRADERS = runpy.run_path(str(FOLDER / "graders" / "test_siamese_network.py"))
Network = tuple[Any, Any]
"""The model, and the encoder that the left image goes through."""


def right() -> Network:
    """The solution's network."""
    encoder = MASTER["build_encoder"]()
    return MASTER["build_siamese"](encoder, MASTER["euclidean_distance"]), encoder


def unshared() -> Network:
    """The same with a second encoder for the right image."""
    left, right = keras.Input((8, 8)), keras.Input((8, 8))
    encoder, other = MASTER["build_encoder"](), MASTER["build_encoder"]()
    apart = keras.layers.Lambda(lambda pair: MASTER["euclidean_distance"](*pair))
    return keras.Model([left, right], apart([encoder(left), other(right)])), encoder


def measured(build: Callable[[], Network], seed: int, is_trained: bool) -> tuple[float, ...]:
    """Accuracy and separation on unseen digits, and seconds of processor time."""
    keras.backend.clear_session()
    keras.utils.set_random_seed(seed)
    (images, labels), rng = GRADERS["digits"](), np.random.default_rng(seed)
    order = rng.permutation(len(images))
    seen, unseen = np.split(order[: GRADERS["SEEN"] + GRADERS["UNSEEN"]], [GRADERS["SEEN"]])
    model, encoder = build()
    start = process_time()
    if is_trained:
        MASTER["train_siamese"](model, *GRADERS["digit_pairs"](images[seen], labels[seen], rng))
    seconds = process_time() - start
    *pairs, y = GRADERS["digit_pairs"](images[unseen], labels[unseen], rng)
    is_near = np.asarray(model(pairs)) < GRADERS["THRESHOLD"]
    separation = GRADERS["ratio"](np.asarray(encoder(images[unseen])), labels[unseen])
    return float(np.mean(is_near == (y == 1))), separation, seconds


def main(seeds: int) -> None:
    bar = {"accuracy": GRADERS["ACCURACY"], "separation": GRADERS["SEPARATION"]}
    print(json.dumps({"network": "the bar", **bar}))
    for name, build, is_trained in (
        ("right", right, True),
        ("unshared", unshared, True),
        ("untrained", right, False),
    ):
        with contextlib.redirect_stdout(io.StringIO()):  # the progress of each training
            found = np.array([measured(build, seed, is_trained) for seed in range(seeds)])
        columns = zip(("accuracy", "separation", "cpu_seconds"), found.T, strict=True)
        told = {what: spread(column) for what, column in columns}
        print(json.dumps({"network": name, **told}), flush=True)


def spread(column: Any) -> list[float]:
    """The least, the mean and the most."""
    return [round(float(each), 3) for each in (column.min(), column.mean(), column.max())]


if __name__ == "__main__":
    main(int(sys.argv[1]))
