"""Dense probes of the catalogue: where a mutant must equal the solution to be the same loss."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial

import numpy as np

from autograder.equivalence import Probe
from autograder.handle import Handle, Target
from autograder.training import Training
from autograder.wire import Array

Batch = tuple[Array, Array]
Parameters = Mapping[str, float | int]

_STEPS = np.arange(-160, 161) / 16.0
"""-10 to 10 in steps that are exact in float32."""
_FAR = np.array([-400.0, -100.0, -30.0, 30.0, 100.0, 400.0])

PARAMETERS: Mapping[str, tuple[Parameters, ...]] = {
    "smoothed_crossentropy": tuple({"smoothing": s} for s in (0, 0.1, 0.35, 1.0)),
    "HuberLoss": tuple({"delta": d} for d in (0.25, 1.0, 1.75, 3)),
    "cosine_loss": tuple({"axis": axis} for axis in (-1, 0, 1)),
    "triplet_loss": tuple({"margin": m} for m in (0, 0.25, 1.0, 3)),
    "quadruplet_loss": (
        {"margin1": 1.0, "margin2": 0.5},
        {"margin1": 0.25, "margin2": 2},
        {"margin1": 0, "margin2": 0},
    ),
    "fbeta_loss": tuple({"beta": b} for b in (0.5, 1, 2.0)),
    "L1PenaltyLayer": tuple({"factor": f} for f in (0, 0.1, 2)),
}


def probes(part: str) -> Iterator[Probe]:
    """The questions to ``part``: values and gradients at every point, and trainings."""
    for parameters in PARAMETERS.get(part, ({},)):
        if part == "L1PenaltyLayer":
            yield Probe("outputs, losses and trainings", partial(_of_the_layer, parameters))
            continue
        build = partial(_build, part, parameters)
        batches = _batches(part)
        yield Probe("values and gradients", partial(_values, build, part, batches))
        yield Probe("trainings", partial(_fit, build, _training(batches[0])))


def _build(part: str, parameters: Parameters, handle: Handle) -> Target:
    return handle.make(part, **parameters) if parameters else part


def _values(
    build: Callable[[Handle], Target], part: str, batches: list[Batch], handle: Handle
) -> list[Array]:
    """Row by row, and through Keras's reduction where the loss is a class."""
    loss = build(handle)
    method = "call" if part[0].isupper() else None
    found = handle.call_each(loss, batches, method=method)
    found += handle.call_each(loss, batches, method=method, graph=True)
    if method:
        found += handle.call_each(loss, batches)
    if part == "cosine_loss":  # a vector of zeros has no direction, so its slope is arbitrary
        batches = [batch for batch in batches if all(map(_has_directions, batch))]
    for wrt in (0, 1):
        slopes = handle.gradient_each(loss, batches, wrt=wrt)
        # of a mean over many rows: made comparable to the values
        found += [np.float32(len(slope)) * slope for slope in slopes if slope is not None]
    return found


def _has_directions(vectors: Array) -> bool:
    return bool(np.all(np.any(vectors, axis=-1)))


def _fit(build: Callable[[Handle], Target], training: Training, handle: Handle) -> list[Array]:
    went = handle.fit(build(handle), training)
    return [went.history, went.kernel, went.bias]


def _of_the_layer(parameters: Parameters, handle: Handle) -> list[Array]:
    rng = np.random.default_rng(1)
    some = [_f4(rng.uniform(-2, 2, shape)) for shape in ((5, 3), (1, 1), (2, 3, 4))]
    factor = parameters["factor"]
    layer = handle.make("L1PenaltyLayer", **parameters)
    found = [handle.call(layer, batch) for batch in some]
    asked = partial(handle.probe, on="L1PenaltyLayer")
    found += asked("penalties", *some, count=3, factors=[factor] * 3, by_keyword=True)
    found += asked("is_named", name="penalty")
    arrays = [_f4(rng.uniform(-1, 1, shape)) for shape in ((12, 2), (12, 1), (2, 3))]
    return found + asked("training", *arrays, count=4, factor=factor)


# --- batches -----------------------------------------------------------------------------------


def _batches(part: str) -> list[Batch]:
    """Of the kinds of numbers that the loss is for, a wide grid of them."""
    rng = np.random.default_rng(0)
    steps = np.concatenate([_STEPS, _FAR])
    pairs: Mapping[str, Callable[[], list[tuple[Array, Array]]]] = {
        "binary_crossentropy_from_logits": lambda: [
            (np.full((len(steps), 1), label), steps[:, None]) for label in (0.0, 1.0)
        ],
        "smoothed_crossentropy": lambda: [
            (np.eye(k)[rng.integers(0, k, 200)], rng.choice(steps, (200, k))) for k in (2, 3, 5)
        ],
        "poisson_loss": lambda: [
            (np.full((321, 1), count), np.abs(_STEPS)[:, None]) for count in (0.0, 1.0, 4.0)
        ],
        "kl_divergence_loss": lambda: (
            [(rng.dirichlet(np.ones(k), 200), rng.dirichlet(np.ones(k), 200)) for k in (2, 3, 5)]
            + [(rng.uniform(-0.5, 1.5, (200, 3)), rng.uniform(-0.5, 1.5, (200, 3)))]
        ),
        "cosine_loss": lambda: (
            [
                (rng.uniform(-2, 2, shape), rng.uniform(-2, 2, shape))
                for shape in ((200, 3), (9, 4, 5))
            ]
            + [(np.eye(3)[[0, 0, 1]], np.eye(3)[[0, 1, 2]] * [[1.0], [0.0], [2.0]])]
        ),
        "triplet_loss": lambda: [
            (rng.uniform(0, 2, (200, 1)), rng.uniform(-2, 2, (200, 3 * d))) for d in (1, 2, 5)
        ],
        "quadruplet_loss": lambda: [
            (rng.uniform(0, 2, (200, 1)), rng.uniform(-2, 2, (200, 4 * d))) for d in (1, 2, 5)
        ],
        "fbeta_loss": lambda: (
            [
                (rng.integers(0, 2, (n, k)).astype("f8"), rng.uniform(0, 1, (n, k)))
                for n, k in ((1, 1), (2, 1), (7, 3), (200, 2))
            ]
            + [(np.zeros((2, 2)), np.zeros((2, 2))), (np.zeros((2, 2)), np.full((2, 2), 0.5))]
        ),
    }
    found = pairs[part]() if part in pairs else _errors(rng, steps)
    return [(_f4(y_true), _f4(y_pred)) for y_true, y_pred in found]


def _errors(rng: np.random.Generator, steps: Array) -> list[tuple[Array, Array]]:
    """Labels of zero: the error is then exactly minus the prediction."""
    several = rng.uniform(-3, 3, (2, 200, 4))
    return [(np.zeros((len(steps), 1)), steps[:, None]), (several[0], several[1])]


def _training(batch: Batch) -> Training:
    """On labels as those of the batch, with outputs that stay positive and below 1 at first."""
    rng = np.random.default_rng(2)
    x = _f4(rng.uniform(0.2, 1.0, (16, 2)))
    outputs = batch[1].shape[-1]
    rows = rng.integers(0, len(batch[0]), 16)
    kernel, bias = _f4(rng.uniform(0.1, 0.3, (2, outputs))), _f4(np.full(outputs, 0.2))
    return Training(x, batch[0][rows], kernel, bias)


def _f4(array: Array) -> Array:
    return array.astype("f4")
