"""Hidden checks of the eleven losses: one description each, and checks that work from it.

Values, gradients and trajectories are compared with the solution's on inputs made afresh for
every grading run. Except for ``parameters``, everything is checked where the parameter is hard to
get wrong (a margin of 1, no smoothing), so that a mistake in it costs that check alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from weakref import WeakKeyDictionary

import numpy as np
import pytest

from autograder.checks import (
    Case,
    Failure,
    batches,
    compare,
    described,
    equal,
    equal_when_averaged,
    prefixed,
    reaching,
    shape_of,
)
from autograder.handle import Handle, Raised, Target
from autograder.origin import used_by
from autograder.training import Training, Trajectory
from autograder.wire import Array

pytestmark = pytest.mark.needs("defined", "own_work")

READY_MADE = re.compile(
    r"keras\.(?:losses|metrics)\.(?!(?:loss\.)?Loss$).+"
    r"|tensorflow\.(?:losses|metrics)\.(?!Loss$).+"
    r"|(?:keras|tensorflow)\.(?:\w+\.)*\w*(?:cross_?entropy|poisson_loss)\w*"
    r"|(?:tensorflow_addons|tensorflow_similarity|torch|sklearn)\..+"
)
"""Losses of libraries; not the base class Loss, nor what a formula is made of, as log_softmax."""
OUTPUTS = 3
"""Columns of labels and predictions, where a loss does not want another number."""
DIMENSIONS = 2
"""Of one embedding."""

Rng = np.random.Generator
Parameters = Mapping[str, float | int]


# --- the eleven parts --------------------------------------------------------------------------


@dataclass(frozen=True)
class Loss:
    """A part: its ``name``, and what it is tried and trained with.

    ``extremes`` are where a formula that is right on paper breaks; ``slopes`` says whether its
    gradient has to be right there too, or else finite. ``base`` are its parameters where nothing
    else is said; ``others`` gives further ones, by the circumstances that they stand for.
    """

    name: str
    cases: Callable[[Rng, Parameters], list[Case]]
    training: Callable[[Rng, Array], Training]
    extremes: Callable[[Rng], list[Case]] | None = None
    base: Parameters = field(default_factory=dict)
    others: Callable[[Rng], Mapping[str, Parameters]] | None = None
    slopes: bool = True
    promised: str = "one number per example"

    @property
    def is_class(self) -> bool:
        return self.name[0].isupper()


def _case(label: str, y_true: Array, y_pred: Array, mixed: bool = False) -> Case:
    return Case(label, np.asarray(y_true, "f4"), np.asarray(y_pred, "f4"), mixed)


def _one_hot(rng: Rng, rows: int, classes: int = OUTPUTS) -> Array:
    found: Array = np.eye(classes)[rng.permutation(np.arange(rows) % classes)]
    return found


def _shares(rng: Rng, rows: int, classes: int = OUTPUTS) -> Array:
    """Distributions, with no share near zero."""
    found: Array = rng.uniform(0.2, 1.0, (rows, classes))
    found /= found.sum(1, keepdims=True)
    return found


def _binary(rng: Rng, shape: tuple[int, int]) -> Array:
    """Labels of both kinds in every column, whatever is drawn."""
    return rng.permuted(np.tile(np.arange(shape[0])[:, None] % 2, (1, shape[1])), axis=0)


def _signs(rng: Rng, shape: tuple[int, ...]) -> Array:
    return rng.choice([-1.0, 1.0], shape)


def bce_cases(rng: Rng, parameters: Parameters) -> list[Case]:
    logits = rng.uniform(0.5, 3.0, (4, 3))
    return [
        _case("labels of 1", np.ones((4, 3)), logits * _signs(rng, (4, 3))),
        _case("labels of 0", np.zeros((4, 3)), logits * _signs(rng, (4, 3))),
        _case("a mixed batch", _binary(rng, (6, 3)), rng.uniform(-4, 4, (6, 3)), True),
        _case("a single column", _binary(rng, (5, 1)), rng.uniform(-4, 4, (5, 1)), True),
    ]


def bce_extremes(rng: Rng) -> list[Case]:
    signs = np.array([[1.0], [-1.0]])
    far, label = signs * rng.uniform(90, 110, (2, 2)), np.array([[1.0, 1.0], [0.0, 0.0]])
    return [
        _case("logits near 100 that are right", label, far),
        _case("logits near 100 that are wrong", 1 - label, far),
        _case("logits near 20 that are wrong", 1 - label, far / 5),
    ]


def smoothed_cases(rng: Rng, parameters: Parameters) -> list[Case]:
    return [
        _case("three classes", _one_hot(rng, 6), rng.uniform(-3, 3, (6, 3))),
        _case("five classes", _one_hot(rng, 5, 5), rng.uniform(-3, 3, (5, 5))),
    ]


def smoothed_extremes(rng: Rng) -> list[Case]:
    far = rng.uniform(90, 110, (3, 3)) * np.array([[1, -1, 0], [-1, 1, 0], [0, -1, 1]])
    return [
        _case("logits near 100 that are right", np.eye(3), far),
        _case("logits near 100 that are wrong", np.eye(3)[[1, 2, 0]], far),
    ]


def poisson_cases(rng: Rng, parameters: Parameters) -> list[Case]:
    counts = rng.integers(1, 6, (5, 3))
    return [
        _case("counts of zero", np.zeros((4, 3)), rng.uniform(0.2, 3, (4, 3))),
        _case("counts above zero", counts, rng.uniform(0.3, 0.8, (5, 3))),
        _case("rates above 1", counts, rng.uniform(1.5, 6, (5, 3))),
        _case("a single column", counts[:, :1], rng.uniform(0.3, 4, (5, 1)), True),
    ]


def poisson_extremes(rng: Rng) -> list[Case]:
    return [
        _case("rates of zero", np.zeros((2, 3)), np.zeros((2, 3))),
        _case("counts where the rate is zero", rng.integers(1, 6, (3, 3)), np.zeros((3, 3))),
    ]


def kl_cases(rng: Rng, parameters: Parameters) -> list[Case]:
    some = _shares(rng, 4)
    return [
        _case("two distributions", _shares(rng, 5), _shares(rng, 5)),
        _case("equal distributions", some, some),
        _case("five outcomes", _shares(rng, 4, 5), _shares(rng, 4, 5)),
    ]


def kl_extremes(rng: Rng) -> list[Case]:
    below = 0.8 * np.eye(3)
    return [
        _case("labels of 0 and 1", _one_hot(rng, 3), _shares(rng, 3)),
        _case("predictions of 0", _shares(rng, 3), np.eye(3)),
        _case("labels below 0", _shares(rng, 3) - below, _shares(rng, 3)),
        _case("predictions below 0", _shares(rng, 3), _shares(rng, 3) - below),
        _case("labels above 1", 1.5 + _shares(rng, 3), _shares(rng, 3)),
        _case("predictions above 1", _shares(rng, 3), 1.5 + _shares(rng, 3)),
        # so many that it shows what a label of 0 is clipped to
        _case("labels of 0 only", np.zeros((2, 50)), np.ones((2, 50))),
    ]


def error_cases(rng: Rng, parameters: Parameters) -> list[Case]:
    """Errors of every kind, measured by the parameter where there is one."""
    unit = float(parameters.get("delta", 1.0))

    def case(label: str, low: float, high: float, signs: Array, mixed: bool = False) -> Case:
        error = unit * rng.uniform(low, high, signs.shape) * signs
        y_true = rng.uniform(-2, 2, signs.shape)
        return _case(label, y_true, y_true - error, mixed)

    both = case("errors of both kinds in one batch", 0.2, 0.9, _signs(rng, (8, 3)), True)
    far = case("", 1.3, 4.0, _signs(rng, (8, 3)))
    checkered = (np.indices((8, 3)).sum(0) % 2).astype(bool)
    zeros = np.zeros((3, 2))
    return [
        case("small errors", 0.1, 0.9, np.ones((4, 3))),
        case("small negative errors", 0.1, 0.9, -np.ones((1, 2))),
        case("large errors", 1.3, 6.0, np.ones((5, 1))),
        case("large negative errors", 1.3, 6.0, -np.ones((4, 3))),
        _case(
            "errors exactly at delta" if "delta" in parameters else "errors exactly of 1",
            zeros,
            zeros + unit,
        ),
        _case("exactly no error", zeros + 1.5, zeros + 1.5),
        Case(
            both.label,
            np.where(checkered, both.y_true, far.y_true),
            np.where(checkered, both.y_pred, far.y_pred),
            True,
        ),
    ]


def log_cosh_extremes(rng: Rng) -> list[Case]:
    zeros, far = np.zeros((2, 3)), rng.uniform(100, 400, (2, 3))
    return [
        _case("errors of hundreds", far, zeros),
        _case("negative errors of hundreds", zeros, far),
        _case("errors near 15", far * 0 + rng.uniform(12, 18, (2, 3)), zeros),
    ]


def cosine_cases(rng: Rng, parameters: Parameters) -> list[Case]:
    # two axes beside the one that is asked for
    shape = (4, 3, 2) if parameters["axis"] == 1 else (5, 4)

    def some() -> Array:
        return rng.uniform(0.3, 2.0, shape) * _signs(rng, shape)

    vectors = some()
    return [
        _case("vectors at some angle", some(), some()),
        _case("vectors of the same direction", vectors, 3.0 * vectors),
        _case("vectors of opposite directions", vectors, -0.5 * vectors),
    ]


def cosine_extremes(rng: Rng) -> list[Case]:
    some, zeros = rng.uniform(0.5, 2.0, (3, 4)), np.zeros((3, 4))
    return [
        _case("predictions of zeros only", some, zeros),
        _case("labels of zeros only", zeros, some),
    ]


def _rows(*embeddings: Array) -> Array:
    return np.concatenate(embeddings, axis=1)


def _at(rng: Rng, anchor: Array, distance: Array) -> Array:
    """Points at some distance, in any direction."""
    angle = rng.uniform(0, 2 * np.pi, len(anchor))
    found: Array = anchor + distance[:, None] * np.stack([np.cos(angle), np.sin(angle)], 1)
    return found


def triplet_cases(rng: Rng, parameters: Parameters) -> list[Case]:
    margin = float(parameters["margin"])

    def case(label: str, low: float, high: float, rows: int = 5) -> Case:
        anchor, near = rng.uniform(-1, 1, (rows, DIMENSIONS)), rng.uniform(0.8, 1.4, rows)
        # by how many margins the negative is farther, squared
        far = np.sqrt(near**2 + margin * rng.uniform(low, high, rows))
        y_pred = _rows(anchor, _at(rng, anchor, near), _at(rng, anchor, far))
        return _case(label, rng.integers(0, 3, (rows, 1)), y_pred)

    wrong, half, far = (
        case("negatives nearer than the positive", -0.4 / margin, -0.1 / margin, 3),
        case("negatives within the margin", 0.2, 0.8),
        case("negatives beyond the margin", 1.3, 4.0),
    )
    order = rng.permutation(13)
    mixed = [
        np.concatenate([getattr(c, a) for c in (wrong, half, far)])[order]
        for a in ("y_true", "y_pred")
    ]
    return [wrong, half, far, Case("a mixed batch", mixed[0], mixed[1], True)]


def quadruplet_cases(rng: Rng, parameters: Parameters) -> list[Case]:
    one, two = float(parameters["margin1"]), float(parameters["margin2"])

    def case(label: str, first: tuple[float, float], second: tuple[float, float]) -> Case:
        anchor, near = rng.uniform(-1, 1, (5, DIMENSIONS)), rng.uniform(0.8, 1.4, 5)
        negative = _at(rng, anchor, np.sqrt(near**2 + one * rng.uniform(*first, 5)))
        other = _at(rng, negative, np.sqrt(near**2 + two * rng.uniform(*second, 5)))
        y_pred = _rows(anchor, _at(rng, anchor, near), negative, other)
        return _case(label, rng.integers(0, 3, (5, 1)), y_pred)

    within, beyond = (0.2, 0.8), (1.3, 4.0)
    cases = [
        case("quadruplets within both margins", within, within),
        case("quadruplets beyond both margins", beyond, beyond),
        case("negatives too near to the anchor only", within, beyond),
        case("negatives too near to each other only", beyond, within),
    ]
    order = rng.permutation(20)
    mixed = [np.concatenate([getattr(c, a) for c in cases])[order] for a in ("y_true", "y_pred")]
    return [*cases, Case("a mixed batch", mixed[0], mixed[1], True)]


def fbeta_cases(rng: Rng, parameters: Parameters) -> list[Case]:
    labels = _binary(rng, (8, 3))
    hit, miss = rng.uniform(0.6, 0.95, (8, 3)), rng.uniform(0.05, 0.4, (8, 3))
    return [
        _case("predictions that are mostly right", labels, np.where(labels, hit, miss)),
        _case("predictions with many false alarms", labels, np.where(labels, hit, hit[::-1])),
        _case("predictions with many misses", labels, np.where(labels, miss, miss[::-1])),
        _case("a single column", labels[:, :1], rng.uniform(0.1, 0.9, (8, 1)), True),
    ]


def fbeta_extremes(rng: Rng) -> list[Case]:
    zeros = np.zeros((3, 2))
    return [
        _case("a batch without positives", zeros, rng.uniform(0.2, 0.8, (3, 2))),
        _case("a batch of zeros only", zeros, zeros),
        _case("labels that are all met", np.eye(3), np.eye(3)),
    ]


# --- what they are trained with ----------------------------------------------------------------

ROWS = 12


def training_inputs(rng: Rng) -> Array:
    """Small, middling and large by turns: the same for every loss, for one training serves all."""
    low = np.tile([0.2, 0.45, 0.8], ROWS // 3)[:, None]
    x: Array = (low + rng.uniform(0, 0.1, (ROWS, 2))).astype("f4")
    return x


def _linear(
    rng: Rng, x: Array, y: Array, outputs: int, between: tuple[float, float], bias: float = 0.0
) -> Training:
    kernel = rng.uniform(*between, (2, outputs))
    start = np.full(outputs, bias)
    return Training(x, y.astype("f4"), kernel.astype("f4"), start.astype("f4"))


def train_labels(rng: Rng, x: Array) -> Training:
    return _linear(rng, x, _binary(rng, (ROWS, 3)), 3, (-1, 1))


def train_classes(rng: Rng, x: Array) -> Training:
    return _linear(rng, x, _one_hot(rng, ROWS), 3, (-1, 1))


def train_counts(rng: Rng, x: Array) -> Training:
    return _linear(rng, x, rng.integers(0, 5, (ROWS, 3)), 3, (0.5, 1.0), 0.5)


def train_shares(rng: Rng, x: Array) -> Training:
    return _linear(rng, x, _shares(rng, ROWS), 3, (0.1, 0.2), 0.1)


def train_numbers(rng: Rng, x: Array) -> Training:
    y = rng.uniform(-1, 1, (ROWS, 3))
    y[[3, 8]] += np.array([[6.0], [-5.0]])
    return _linear(rng, x, y, 3, (-0.5, 0.5))


def train_vectors(rng: Rng, x: Array) -> Training:
    return _linear(rng, x, rng.uniform(-1, 1, (ROWS, 3)), 3, (0.3, 1.0), 0.2)


def train_triplets(rng: Rng, x: Array) -> Training:
    """Within the margin for small inputs, beyond it for large ones."""
    return _embedded(rng, x, 0.0, 0.3, 0.6)


def train_quadruplets(rng: Rng, x: Array) -> Training:
    """Within both margins, within the first and beyond the second, and beyond both."""
    return _embedded(rng, x, 0.0, 0.3, 0.6, -0.5)


def _embedded(rng: Rng, x: Array, *places: float) -> Training:
    centre = np.repeat(places, DIMENSIONS)
    kernel = (centre + rng.uniform(-0.05, 0.05, (2, len(centre)))).astype("f4")
    return Training(x, np.zeros((ROWS, 1), "f4"), kernel, np.zeros(len(centre), "f4"))


def train_probabilities(rng: Rng, x: Array) -> Training:
    return _linear(rng, x, _binary(rng, (ROWS, 3)), 3, (0.1, 0.3), 0.2)


# --- their parameters --------------------------------------------------------------------------


def other_smoothings(rng: Rng) -> Mapping[str, Parameters]:
    return {
        "a little smoothing": {"smoothing": float(rng.uniform(0.05, 0.2))},
        "much smoothing": {"smoothing": float(rng.uniform(0.4, 0.7))},
        "a smoothing of 1, an int": {"smoothing": 1},
    }


def other_deltas(rng: Rng) -> Mapping[str, Parameters]:
    return {
        "a delta below 1": {"delta": float(rng.uniform(0.3, 0.7))},
        "a delta above 1": {"delta": float(rng.uniform(1.6, 2.8))},
        "a whole number (an int) as delta": {"delta": int(rng.integers(3, 6))},
    }


def other_axes(rng: Rng) -> Mapping[str, Parameters]:
    return {"axis 0": {"axis": 0}, "axis 1 of three": {"axis": 1}}


def other_margins(rng: Rng) -> Mapping[str, Parameters]:
    return {
        "a margin below 1": {"margin": float(rng.uniform(0.3, 0.7))},
        "a margin above 1": {"margin": float(rng.uniform(1.6, 2.8))},
        "a whole number (an int) as margin": {"margin": int(rng.integers(3, 6))},
    }


def other_pairs_of_margins(rng: Rng) -> Mapping[str, Parameters]:
    small, large = float(rng.uniform(0.3, 0.7)), float(rng.uniform(1.6, 2.8))
    return {
        "the first margin larger": {"margin1": large, "margin2": small},
        "the second margin larger": {"margin1": small, "margin2": large},
        "whole numbers (ints) as margins": {"margin1": int(rng.integers(3, 6)), "margin2": 2},
    }


def other_betas(rng: Rng) -> Mapping[str, Parameters]:
    return {
        "a beta below 1": {"beta": float(rng.uniform(0.3, 0.7))},
        "a beta above 1": {"beta": float(rng.uniform(1.6, 2.8))},
        "a whole number (an int) as beta": {"beta": int(rng.integers(3, 5))},
    }


LOSSES = {
    loss.name: loss
    for loss in (
        Loss("binary_crossentropy_from_logits", bce_cases, train_labels, bce_extremes),
        Loss(
            "smoothed_crossentropy",
            smoothed_cases,
            train_classes,
            smoothed_extremes,
            {"smoothing": 0.0},
            other_smoothings,
        ),
        Loss("poisson_loss", poisson_cases, train_counts, poisson_extremes, slopes=False),
        Loss("kl_divergence_loss", kl_cases, train_shares, kl_extremes, slopes=False),
        Loss("mae_loss", error_cases, train_numbers),
        Loss("log_cosh_loss", error_cases, train_numbers, log_cosh_extremes),
        Loss("HuberLoss", error_cases, train_numbers, None, {"delta": 1.0}, other_deltas),
        Loss(
            "cosine_loss",
            cosine_cases,
            train_vectors,
            cosine_extremes,
            {"axis": -1},
            other_axes,
            slopes=False,
        ),
        Loss("triplet_loss", triplet_cases, train_triplets, None, {"margin": 1.0}, other_margins),
        Loss(
            "quadruplet_loss",
            quadruplet_cases,
            train_quadruplets,
            None,
            {"margin1": 1.0, "margin2": 1.0},
            other_pairs_of_margins,
        ),
        Loss(
            "fbeta_loss",
            fbeta_cases,
            train_probabilities,
            fbeta_extremes,
            {"beta": 1.0},
            other_betas,
            slopes=False,
            promised="a single number",
        ),
    )
}
PARAMETRIC = [name for name, loss in LOSSES.items() if loss.others]
DELICATE = [name for name, loss in LOSSES.items() if loss.extremes]
CLASSES = [name for name, loss in LOSSES.items() if loss.is_class]


@pytest.fixture(params=list(LOSSES))
def part(request: pytest.FixtureRequest) -> Loss:
    """The loss on trial."""
    return LOSSES[request.param]


def build(handle: Handle, part: Loss, parameters: Parameters | None = None) -> Target:
    """The loss with these parameters: by the stub's keywords, else by position.

    A renamed parameter costs ``parameters``, nothing else.
    """
    if not part.base:
        return part.name
    chosen = parameters or part.base
    try:
        return handle.make(part.name, **chosen)
    except Raised as raised:
        if raised.kind != "TypeError":
            raise
    return handle.make(part.name, *chosen.values())


# --- the checks --------------------------------------------------------------------------------


def test_defined(part: Loss, submission: Handle) -> None:
    """The name is there, filled in, and of the kind that was asked for."""
    found = described(submission, part.name)
    if not found.is_callable or found.is_class != part.is_class:
        wanted = "class" if part.is_class else "function"
        kind = "class" if found.is_class else found.type[:40]
        raise Failure(f"`{part.name}` should be a {wanted}; it is a {kind}.")


def test_own_work(part: Loss, submission: Handle) -> None:
    """The formula is written out, not handed to a loss that a library brings."""
    for name in filter(READY_MADE.fullmatch, used_by(submission.submission.cells, part.name)):
        raise Failure(
            f"`{part.name}` hands its work to `{name}`, a ready-made loss; write the formula "
            "yourself. (To compare the two in another cell is fine.)"
        )


_shown: WeakKeyDictionary[Handle, dict[str, set[float]]] = WeakKeyDictionary()
"""The right numbers, but for zero, that a submission has given for each part."""
_all_right: WeakKeyDictionary[Handle, set[str]] = WeakKeyDictionary()
"""The parts all of whose values were right."""


def _is_right(part: Loss, submission: Handle) -> bool:
    return part.name in _all_right.get(submission, ())


def test_values(part: Loss, submission: Handle, reference: Handle, rng: Rng) -> None:
    """The loss has the right value for every kind of input."""
    cases = part.cases(rng, part.base)
    loss, right = build(submission, part), build(reference, part)
    shown = _shown.setdefault(submission, {}).setdefault(part.name, set())

    def judge(found: Array, due: Array) -> bool:
        is_right = equal_when_averaged(found, due)
        if is_right and np.any(due):
            shown.add(round(float(np.mean(due)), 4))
        return is_right

    seen = submission.call_each(loss, batches(cases))
    due = reference.call_each(right, batches(cases))
    compare(cases, seen, due, judge, "The loss is wrong")
    _all_right.setdefault(submission, set()).add(part.name)


def form_counts(part: Loss, submission: Handle) -> None:
    """The last line of a check of form. A form can be claimed; a right number can't."""
    if len(_shown.get(submission, {}).get(part.name, ())) < 2:  # a constant is right somewhere
        pytest.skip("Not looked at: it counts as soon as some of its values are right.")


def test_shape(part: Loss, submission: Handle, reference: Handle, rng: Rng) -> None:
    """It returns as many numbers as the stub promises, each in its place."""
    loss, right = build(submission, part), build(reference, part)
    method = "call" if part.is_class else None
    cases = part.cases(rng, part.base)[:1]
    found = submission.call_each(loss, batches(cases), method=method)
    expected = reference.call_each(right, batches(cases), method=method)
    for case, seen, due in zip(cases, found, expected, strict=True):
        if seen.shape != due.shape:
            where = "`call` returns" if method else "It returns"
            raise Failure(f"{where} {shape_of(seen, case.y_pred)}, not {part.promised}.")
        if _is_right(part, submission) and not equal(seen, due):
            raise Failure("Its values are right when averaged, but not one by one.")
    form_counts(part, submission)


@pytest.mark.parametrize("part", DELICATE, indirect=True)
def test_stable(part: Loss, submission: Handle, reference: Handle, rng: Rng) -> None:
    """Its value is right, and its gradient a number, where formulas break down."""
    assert part.extremes is not None
    cases = part.extremes(rng)
    loss, right = build(submission, part), build(reference, part)
    seen = submission.call_each(loss, batches(cases))
    due = reference.call_each(right, batches(cases))
    compare(cases, seen, due, equal_when_averaged, "The loss is wrong")
    slopes = reaching(submission.gradient_each(loss, batches(cases)))
    right_slopes = reaching(reference.gradient_each(right, batches(cases)))
    judge = equal if part.slopes else _is_finite
    compare(cases, slopes, right_slopes, judge, "The loss is right, but its gradient is wrong")
    form_counts(part, submission)


def _is_finite(found: Array, due: Array) -> bool:
    return found.shape == due.shape and bool(np.all(np.isfinite(found)))


@pytest.mark.parametrize("part", PARAMETRIC, indirect=True)
def test_parameters(part: Loss, submission: Handle, reference: Handle, rng: Rng) -> None:
    """The parameter does what it says, by keyword and by position, and belongs to one loss."""
    assert part.others is not None
    others = part.others(rng)
    losses = {words: _by_keyword(part, submission, each) for words, each in others.items()}
    for words, parameters in others.items():  # only now: all of them are alive
        _follows(part, submission, reference, rng, parameters, losses[words], f"With {words}")
    parameters = next(iter(others.values()))
    try:
        loss = submission.make(part.name, *parameters.values())
    except Raised as raised:
        listed = " and ".join(parameters)
        prefix = f"`{part.name}` does not take {listed} by position"
        raise prefixed(prefix, raised, submission) from None
    words = f"With {' and '.join(parameters)} given by position"
    _follows(part, submission, reference, rng, parameters, loss, words)


def _by_keyword(part: Loss, submission: Handle, parameters: Parameters) -> Target:
    try:
        return submission.make(part.name, **parameters)
    except Raised as raised:
        call = ", ".join(f"{name}=..." for name in parameters)
        prefix = f"`{part.name}({call})` does not work"
        raise prefixed(prefix, raised, submission) from None


def _follows(
    part: Loss,
    submission: Handle,
    reference: Handle,
    rng: Rng,
    parameters: Parameters,
    loss: Target,
    circumstances: str,
) -> None:
    cases = _telling(part, submission, part.cases(rng, parameters))
    seen = submission.call_each(loss, batches(cases))
    due = reference.call_each(build(reference, part, parameters), batches(cases))
    compare(cases, seen, due, equal_when_averaged, f"{circumstances} the loss is wrong")


@pytest.mark.parametrize("part", CLASSES, indirect=True)
def test_reduction(part: Loss, submission: Handle, rng: Rng) -> None:
    """The base class gets `reduction`, and does with `call` what Keras does with any loss."""
    case = part.cases(rng, part.base)[0]
    weights = rng.uniform(0.3, 2.0, len(case.y_true)).astype("f4")
    objects = {kind: _reduced(part, submission, kind) for kind in ("none", "sum")}
    inner = submission.call(objects["none"], case.y_true, case.y_pred, method="call")
    single = submission.call(objects["none"], case.y_true, case.y_pred)
    total = submission.call(objects["sum"], case.y_true, case.y_pred)
    mean = submission.call(build(submission, part), case.y_true, case.y_pred)
    weighed = submission.call(objects["sum"], case.y_true, case.y_pred, sample_weight=weights)
    if not equal(single, inner):
        raise Failure('With reduction="none" the object does not give what `call` returns.')
    if not equal(total, np.sum(inner, dtype="f4")):
        raise Failure('With reduction="sum" the object does not add up what `call` returns.')
    if not equal(mean, np.mean(inner, dtype="f4")):
        raise Failure("Without a reduction the object does not average what `call` returns.")
    if inner.shape == weights.shape and not equal(weighed, np.sum(weights * inner, dtype="f4")):
        raise Failure("The object does not weigh its examples by `sample_weight`.")
    form_counts(part, submission)


def _reduced(part: Loss, submission: Handle, kind: str) -> Target:
    try:
        return submission.make(part.name, *part.base.values(), reduction=kind)
    except Raised as raised:
        call = f'`{part.name}(1.0, reduction="{kind}")` does not work'
        raise prefixed(call, raised, submission) from None


def _telling(part: Loss, submission: Handle, cases: list[Case]) -> list[Case]:
    """All cases, or few where the values are right: then the rest was looked at."""
    if not _is_right(part, submission):
        return cases
    return [case for case in cases if case.mixed] or cases[:1]


def test_gradient(part: Loss, submission: Handle, reference: Handle, rng: Rng) -> None:
    """The gradient that training follows is the right one."""
    # not at the kink itself: a gradient there is a convention, not an understanding
    cases = [case for case in part.cases(rng, part.base) if "exactly" not in case.label]
    cases = _telling(part, submission, cases)
    loss, right = build(submission, part), build(reference, part)
    seen = reaching(submission.gradient_each(loss, batches(cases)))
    due = reaching(reference.gradient_each(right, batches(cases)))
    what = "The gradient is wrong"
    if _is_right(part, submission):
        what = "The values are right, but the gradient is wrong"
    compare(cases, seen, due, equal, what)


# --- training ----------------------------------------------------------------------------------

_trained: WeakKeyDictionary[Handle, Mapping[str, Trajectory]] = WeakKeyDictionary()
"""Where a submission's right losses went when they were trained in one model."""


def _trainings(rng: Rng) -> Mapping[str, Training]:
    x = training_inputs(rng)
    return {name: part.training(rng, x) for name, part in LOSSES.items()}


def _train(
    parts: Sequence[Loss], submission: Handle, trainings: Mapping[str, Training]
) -> dict[str, Trajectory]:
    """Those that can be trained with others; one that fails is looked for by halves."""
    if not submission.trains:
        return {}
    try:
        chosen = [(build(submission, part), trainings[part.name]) for part in parts]
        found = submission.fit_together(chosen)
    except Raised:
        half = len(parts) // 2
        if not half:
            return {}
        return {
            **_train(parts[:half], submission, trainings),
            **_train(parts[half:], submission, trainings),
        }
    return {part.name: way for part, way in zip(parts, found, strict=True)}


def _went(part: Loss, submission: Handle, trainings: Mapping[str, Training]) -> Trajectory | None:
    if not _is_right(part, submission):
        return None
    if submission not in _trained:
        sound = [LOSSES[name] for name in LOSSES if name in _all_right.get(submission, ())]
        _trained[submission] = _train(sound, submission, trainings)
    return _trained[submission].get(part.name)


def _right_way(part: Loss, reference: Handle, trainings: Mapping[str, Training]) -> Trajectory:
    chosen = [(build(reference, each), trainings[each.name]) for each in LOSSES.values()]
    return reference.fit_together(chosen)[list(LOSSES).index(part.name)]


def _is_same_way(seen: Trajectory, due: Trajectory) -> bool:
    pairs = [(seen.history, due.history), (seen.kernel, due.kernel), (seen.bias, due.bias)]
    return all(equal(found, expected) for found, expected in pairs)


def test_graph(
    part: Loss, submission: Handle, reference: Handle, rng: Rng, shared_rng: Rng
) -> None:
    """The same values when Keras traces it into a graph with an unknown batch size."""
    trainings = _trainings(shared_rng)
    seen_way = _went(part, submission, trainings)
    if seen_way is not None and _is_same_way(seen_way, _right_way(part, reference, trainings)):
        return  # it was traced for that, and tracing is slow
    loss, right = build(submission, part), build(reference, part)
    cases = part.cases(rng, part.base)
    try:
        seen = submission.call_each(loss, batches(cases), graph=True)
    except Raised as raised:
        raise prefixed("Traced as a graph it fails", raised, submission) from None
    due = reference.call_each(right, batches(cases))
    compare(cases, seen, due, equal_when_averaged, "Traced as a graph, the loss is wrong")


def test_fit(part: Loss, submission: Handle, reference: Handle, shared_rng: Rng) -> None:
    """compile and fit take the path that a right loss takes: same history, same weights."""
    trainings = _trainings(shared_rng)
    due = _right_way(part, reference, trainings)
    seen = _went(part, submission, trainings)
    if seen is not None and _is_same_way(seen, due):
        return
    try:
        seen = submission.fit(build(submission, part), trainings[part.name])
    except Raised as raised:
        is_right = _is_right(part, submission)
        prefix = "Right in a cell, but model.fit fails" if is_right else "model.fit fails"
        raise prefixed(prefix, raised, submission) from None
    if not all(np.all(np.isfinite(array)) for array in (seen.history, seen.kernel, seen.bias)):
        raise Failure("model.fit ends with weights that are not finite numbers.")
    if not (equal(seen.kernel, due.kernel) and equal(seen.bias, due.bias)):
        raise Failure("model.fit runs, but learns something else than with the right loss.")
    if not equal(seen.history, due.history):
        raise Failure("model.fit learns the right weights, but reports another loss.")
