"""Dense probes of the six losses: where a mutant must equal the solution to be the same loss."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

import numpy as np

from autograder.equivalence import Probe
from autograder.handle import Handle, Target
from autograder.training import Training
from autograder.wire import Array

PARAMETERS = (0.25, 1.0, 1.7, 3)
"""Thresholds and margins, one of them an int."""
_STEPS = np.arange(-400, 401) / 40.0
"""-10 to 10 in steps that are exact in float32; with 0 and every threshold but one among them."""


def probes(part: str) -> Iterator[Probe]:
    """The questions to ``part``: values and gradients at every point, and trainings."""
    is_huber = "huber" in part.lower()
    parameters = (1.0,) if part in ("my_huber_loss", "contrastive_loss") else PARAMETERS
    method = "call" if part[0].isupper() else None  # Keras takes the mean of what `call` returns
    grid = _errors if is_huber else _pairs
    for parameter in parameters:
        build = partial(_build, part, parameter, len(parameters) == 1)
        y_true, y_pred = grid(float(parameter))
        yield Probe(
            f"values, {len(y_true)} points", partial(_values, build, method, y_true, y_pred)
        )
        yield Probe("gradients there", partial(_gradients, build, y_true, y_pred))
        for seed in range(2):
            training = _training(np.random.default_rng(seed), is_huber)
            yield Probe("trainings", partial(_fit, build, training))


def _build(part: str, parameter: float, is_function: bool, handle: Handle) -> Target:
    return part if is_function else handle.make(part, parameter)


def _errors(threshold: float) -> tuple[Array, Array]:
    """Labels of zero: the error is then exactly minus the prediction."""
    errors = np.concatenate([_STEPS, [threshold, -threshold, 0.0]]).astype("f4")[:, None]
    return np.zeros_like(errors), errors


def _pairs(margin: float) -> tuple[Array, Array]:
    """Both kinds of pair at every distance."""
    distances = np.concatenate([_STEPS[_STEPS >= 0], [margin]]).astype("f4")[:, None]
    labels = np.repeat([0.0, 1.0], len(distances)).astype("f4")[:, None]
    return labels, np.tile(distances, (2, 1))


def _values(
    build: Callable[[Handle], Target],
    method: str | None,
    y_true: Array,
    y_pred: Array,
    handle: Handle,
) -> list[Array]:
    """Of the whole grid, and point by point at some, since a mean could hide what cancels."""
    loss = build(handle)
    some = [*range(0, len(y_true), 16), len(y_true) - 3, len(y_true) - 2, len(y_true) - 1]
    return [
        handle.call(loss, y_true, y_pred),
        handle.call(loss, y_true, y_pred, method=method),
        handle.call(loss, y_true, y_pred, method=method, graph=True),
        *(handle.call(loss, y_true[k : k + 1], y_pred[k : k + 1], method=method) for k in some),
    ]


def _gradients(
    build: Callable[[Handle], Target], y_true: Array, y_pred: Array, handle: Handle
) -> list[Array]:
    found = [handle.gradient(build(handle), y_true, y_pred, wrt=wrt) for wrt in (0, 1)]
    # of a mean over many points: made comparable to the values
    return [np.float32(len(y_true)) * array for array in found if array is not None]


def _fit(build: Callable[[Handle], Target], training: Training, handle: Handle) -> list[Array]:
    went = handle.fit(build(handle), training)
    return [went.history, went.kernel, went.bias]


def _training(rng: np.random.Generator, is_huber: bool) -> Training:
    x = rng.uniform(0.1, 2.0, (16, 1))
    y = rng.uniform(-6, 6, (16, 1)) if is_huber else rng.integers(0, 2, (16, 1))
    kernel, bias = rng.uniform(0.5, 1.5, (1, 1)), np.full(1, 0.2)
    return Training(x.astype("f4"), y.astype("f4"), kernel.astype("f4"), bias.astype("f4"))
