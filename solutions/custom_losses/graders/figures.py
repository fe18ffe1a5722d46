"""What is drawn of a loss that lost points: its values, its slopes, and its training.

The points are the same for everybody, and none of the hidden inputs is among them. A call costs a
millisecond, and a training a hundred: what is drawn of one is the training that the check ``fit``
has made.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import partial

import numpy as np

from autograder.figure import Figure, Line
from autograder.handle import Handle, Raised, Target
from autograder.wire import Array

ERRORS = np.linspace(-3, 3, 25)
"""With zero, and the kinks of thresholds 1 and 2."""
DISTANCES = np.arange(10) / 6
"""Of margins: from zero to beyond the margin, which is one of them."""
FUNCTIONS = ("my_huber_loss", "contrastive_loss")
"""The parts whose parameter is 1."""
OTHER = 2.0
"""A threshold or margin, where the losses of 1 tell nothing of it."""
AT_ONCE = 9
"""Calls in one go: an answer may be as large as it likes, and is held until it is averaged."""

Batch = tuple[Array, Array]


@dataclass(frozen=True)
class Family:
    """How losses of one kind are drawn: over ``x``, for a parameter, the ``batches`` of y_true and
    y_pred, (n, 1) each, by what a line of them is called."""

    parameter: str
    x_label: str
    x: Callable[[float], Array]
    batches: Callable[[Array], Mapping[str, Batch]]
    element_wise: bool


HUBER = Family(
    "threshold",
    "error (y_true - y_pred)",
    lambda _: ERRORS,
    lambda x: {"Huber": _batch(x, 0 * x)},
    True,
)
CONTRASTIVE = Family(
    "margin",
    "distance (y_pred)",
    lambda margin: margin * DISTANCES,
    lambda x: {"similar (Y = 1)": _batch(0 * x + 1, x), "dissimilar (Y = 0)": _batch(0 * x, x)},
    False,
)


Draw = Callable[[str, Family, Handle, Handle], Figure]


def _batch(y_true: Array, y_pred: Array) -> Batch:
    return y_true.astype("f4")[:, None], y_pred.astype("f4")[:, None]


def figures(
    part: str, failed: frozenset[str], submission: Handle, reference: Handle
) -> Iterator[Figure]:
    """Its values at parameter 1, with another one where only that was wrong; its slopes and its
    training if they were. What the submission fails to answer is left out."""
    family = HUBER if "huber" in part.lower() else CONTRASTIVE
    drawings: list[Draw] = [partial(_shape, _values, "Loss", 1.0)]
    if "gradient" in failed:
        drawings.append(partial(_shape, _slopes, "Slope", 1.0))
    if "parameters" in failed and "values" not in failed and part not in FUNCTIONS:
        drawings.append(partial(_shape, _values, "Loss", OTHER))
    if "fit" in failed:
        drawings.append(_training)
    for draw in drawings:
        try:
            yield draw(part, family, submission, reference)
        except Raised:
            continue


def _shape(
    ask: Callable[[Handle, str, float, Family], Mapping[str, Array]],
    what: str,
    parameter: float,
    part: str,
    family: Family,
    submission: Handle,
    reference: Handle,
) -> Figure:
    x = family.x(parameter)
    found, due = (ask(handle, part, parameter, family) for handle in (submission, reference))
    y_label = "loss" if what == "Loss" else "d loss / d y_pred"
    return Figure(
        f"{what} with {family.parameter} {parameter:g}",
        family.x_label,
        y_label,
        tuple(
            Line.of(name, role, x, lines[name])
            for role, lines in (("expected", due), ("yours", found))
            for name in due
        ),
    )


def _values(handle: Handle, part: str, parameter: float, family: Family) -> Mapping[str, Array]:
    """The loss of each element, whatever the form in which it comes."""
    loss = _build(handle, part, family, parameter)
    batches = family.batches(family.x(parameter))
    each = _whole if family.element_wise else _one_by_one
    if part[0].isupper():  # Keras takes the mean of what `call` returns
        with suppress(Raised):
            return {name: each(handle, loss, "call", *batch) for name, batch in batches.items()}
    return {name: each(handle, loss, None, *batch) for name, batch in batches.items()}


def _whole(handle: Handle, loss: Target, method: str | None, y_true: Array, y_pred: Array) -> Array:
    found = handle.call(loss, y_true, y_pred, method=method)
    if found.size == len(y_true):
        return found.reshape(-1)
    return _one_by_one(handle, loss, method, y_true, y_pred)


def _one_by_one(
    handle: Handle, loss: Target, method: str | None, y_true: Array, y_pred: Array
) -> Array:
    batches = [(y_true[k : k + 1], y_pred[k : k + 1]) for k in range(len(y_true))]
    means = list[float]()
    for first in range(0, len(batches), AT_ONCE):
        answers = handle.call_each(loss, batches[first : first + AT_ONCE], method=method)
        means += [float(np.mean(each, dtype="f8")) if each.size else np.nan for each in answers]
    return np.array(means)


def _slopes(handle: Handle, part: str, parameter: float, family: Family) -> Mapping[str, Array]:
    """d loss / d y_pred of each element: of the mean over all, times their number. Without a path
    from the one to the other, nothing moves: zeros."""
    batches = family.batches(family.x(parameter))
    y_true, y_pred = (np.concatenate(arrays) for arrays in zip(*batches.values(), strict=True))
    gradient = handle.gradient(_build(handle, part, family, parameter), y_true, y_pred)
    if gradient is None:
        gradient = np.zeros_like(y_pred)
    if gradient.shape != y_pred.shape:
        raise Raised("Malformed", "a gradient is as large as its argument")
    slopes = len(y_pred) * gradient[:, 0].astype("f8")
    return dict(zip(batches, np.split(slopes, len(batches)), strict=True))


def _training(part: str, family: Family, submission: Handle, reference: Handle) -> Figure:
    """The training that went wrong; the solution's is remembered from the check."""
    if part not in submission.trained:
        raise Raised("Unknown", "model.fit has failed")
    training, found = submission.trained[part]
    due = reference.fit(_build(reference, part, family, 1.0), training)
    if found.history.shape != due.history.shape:
        raise Raised("Malformed", "a history has a loss for each epoch")
    epochs = np.arange(1.0, training.epochs + 1)
    return Figure(
        "Loss during model.fit",
        "epoch",
        "mean loss",
        (
            Line.of("history", "expected", epochs, due.history),
            Line.of("history", "yours", epochs, found.history),
        ),
    )


def _build(handle: Handle, part: str, family: Family, parameter: float) -> Target:
    """As the graders do: by keyword, else by position."""
    if part in FUNCTIONS:
        return part
    try:
        return handle.make(part, **{family.parameter: parameter})
    except Raised as raised:
        if raised.kind != "TypeError":
            raise
    return handle.make(part, parameter)
