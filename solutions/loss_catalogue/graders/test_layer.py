"""Hidden checks of the L1PenaltyLayer: what it returns, what it adds, what training makes of it."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
import pytest

from autograder.checks import Failure, described, equal
from autograder.explain import explain
from autograder.handle import Handle, Raised
from autograder.origin import used_by
from autograder.wire import Array

pytestmark = pytest.mark.needs("defined", "own_work")

NAME = "L1PenaltyLayer"
LAYER = "keras.src.layers.layer.Layer"
"""Dotted name of the class that ``keras.layers.Layer`` and ``tf.keras.layers.Layer`` are."""
READY_MADE = re.compile(
    r"keras\.(?:regularizers|losses)\..+|keras\.layers\.(?:\w+\.)*ActivityRegularization"
)

Rng = np.random.Generator


@pytest.fixture(params=[NAME])
def part(request: pytest.FixtureRequest) -> str:
    """The name on trial."""
    return str(request.param)


def batches(rng: Rng) -> list[Array]:
    """Of both signs, of one and of several rows, of rank 2 and 3; the sizes differ from 1."""
    shapes = [(4, 3), (1, 5), (6, 2), (2, 3, 4)]
    signs = [rng.choice([-1.0, 1.0], shape) for shape in shapes]
    sizes = [rng.uniform(0.2, 2.0, shape) for shape in shapes]
    return [(a * b).astype("f4") for a, b in zip(signs, sizes, strict=True)]


def test_defined(part: str, submission: Handle) -> None:
    """The class is there, filled in, and a layer."""
    found = described(submission, part)
    if not found.is_class:
        raise Failure(f"`{part}` should be a class; it is a {found.type[:40]}.")
    if LAYER not in found.bases:
        raise Failure(f"`{part}` is not a subclass of keras.layers.Layer.")


def test_own_work(part: str, submission: Handle) -> None:
    """The penalty is written out, not left to what a library brings."""
    for name in filter(READY_MADE.fullmatch, used_by(submission.submission.cells, part)):
        raise Failure(f"`{part}` leaves its work to `{name}`; write the penalty yourself.")


def test_output(part: str, submission: Handle, rng: Rng) -> None:
    """It returns its inputs as they are, and lets the gradient through."""
    layer = submission.make(part, float(rng.uniform(0.3, 0.7)))
    for batch in batches(rng):
        if not equal(submission.call(layer, batch), batch):
            raise Failure("The layer does not return its inputs as they are.")
        slope = submission.gradient(layer, batch, wrt=0)
        if slope is None or not equal(slope, np.full_like(batch, 1 / batch.size)):
            raise Failure("No gradient gets through the layer, so what is before it can't learn.")


def test_penalty(part: str, submission: Handle, rng: Rng) -> None:
    """It adds one loss: the factor times the sum of the absolute values of its inputs."""
    some = batches(rng)
    factors = [float(factor) for factor in rng.uniform(0.3, 0.7, len(some))]
    _compare(_penalties(submission, part, some, factors), some, factors, "The penalty")


def _penalties(
    submission: Handle,
    part: str,
    some: Sequence[Array],
    factors: Sequence[float],
    by_keyword: bool = False,
) -> list[Array]:
    return submission.probe(
        "penalties",
        *some,
        on=part,
        count=len(some),
        factors=list(factors),
        by_keyword=by_keyword,
    )


def _compare(
    found: Sequence[Array], some: Sequence[Array], factors: Sequence[float], what: str
) -> None:
    for losses, batch, factor in zip(found, some, factors, strict=True):
        if losses.size == 0:
            raise Failure("After a call the layer's `losses` are empty: it adds none.")
        if losses.shape != (1,):
            raise Failure(
                f"The layer adds {losses.size} numbers; expected one, for all its inputs."
            )
        right = np.array([factor * np.sum(np.abs(batch), dtype="f8")], "f4")
        if not equal(losses, right):
            raise Failure(f"{what} is wrong.{_hint(float(losses[0] / right[0]), batch)}")


def _hint(ratio: float, batch: Array) -> str:
    for divisor, words in ((batch.size, "an input's share"), (len(batch), "an example's share")):
        if divisor > 1 and abs(ratio * divisor - 1) < 1e-3:
            return f" It is {words} of what it should be: a mean where a sum is asked for."
    return ""


def test_parameters(part: str, submission: Handle, rng: Rng) -> None:
    """The factor is that of each layer, by keyword or position; the base class gets the rest."""
    some = batches(rng)[:3]
    factors = [0.0, float(rng.uniform(1.5, 2.5)), int(rng.integers(3, 6))]
    for words, by_keyword in (("position", False), ("keyword", True)):
        found = _penalties(submission, part, some, factors, by_keyword=by_keyword)
        _compare(found, some, factors, f"Of several layers, made by {words}, the penalty")
    call = f'`{part}(0.1, name="penalty")`'
    try:
        (is_named,) = submission.probe("is_named", on=part, name="penalty")
    except Raised as raised:
        why = explain(raised, submission.loading.failures)
        raise Failure(f"{call} does not work: {why}") from None
    if not is_named:
        raise Failure(f"{call} has another name: hand what is left on to the base class.")


def test_fit(part: str, submission: Handle, reference: Handle, rng: Rng) -> None:
    """fit reports and minimises the compiled loss plus the penalty."""
    # activations of both signs, whatever is drawn
    x, kernel = rng.uniform(0.2, 1.0, (12, 2)), rng.uniform(0.5, 1.0, (2, 3)) * [1, -1, 1]
    arrays = [a.astype("f4") for a in (x, rng.uniform(-1, 1, (12, 1)), kernel)]
    factor = float(rng.uniform(0.3, 0.7))
    seen, due = (
        handle.probe("training", *arrays, on=part, count=4, factor=factor)
        for handle in (submission, reference)
    )
    if not equal(seen[0], due[0]):
        raise Failure("When a model with the layer is called, `model.losses` is not the penalty.")
    if not all(equal(found, right) for found, right in zip(seen[2:], due[2:], strict=True)):
        raise Failure("model.fit runs, but the penalty does not pull the weights as it should.")
    if not equal(seen[1], due[1]):
        raise Failure("model.fit reports another loss than the compiled one plus the penalty.")
