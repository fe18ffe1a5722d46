"""Hidden checks of the six losses: two families (Huber, contrastive), each as function, wrapper
and class.

Values, gradients and trajectories are compared with the solution's on inputs made afresh for
every grading run. Except for ``parameters``, everything is checked at threshold or margin 1, so
that a mistake in the parameter costs that check alone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
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
from autograder.explain import explain
from autograder.handle import Handle, Raised, Target
from autograder.training import Training, Trajectory
from autograder.wire import Array

pytestmark = pytest.mark.needs("defined")

LOSS = "keras.src.losses.loss.Loss"
"""Dotted name of the class that ``keras.losses.Loss`` and ``tf.keras.losses.Loss`` are."""

EPOCHS = 6
"""Of a training that is shown if it goes wrong (see figures.py). Each adds little to its cost."""

Rng = np.random.Generator


# --- the six parts -----------------------------------------------------------------------------


@dataclass(frozen=True)
class Loss:
    """A part: its ``name``, the ``form`` it is asked in and the word for its ``parameter``."""

    name: str
    form: str
    parameter: str
    cases: Callable[[Rng, float], list[Case]]
    training: Callable[[Rng, Array], Training]
    element_wise: bool


def huber_cases(rng: Rng, threshold: float) -> list[Case]:
    """Batches of every kind of error: below, at and above the threshold, and none."""

    def case(
        label: str,
        low: float | Array,
        high: float | Array,
        shape: tuple[int, ...],
        sign: float | Array,
    ) -> Case:
        error = sign * threshold * rng.uniform(low, high, shape)
        y_true = rng.uniform(-2, 2, shape)
        return _case(label, y_true, y_true - error)

    label = "errors of both kinds in one batch"
    both = np.tile([[1.0, -1.0, 1.0], [-1.0, 1.0, -1.0]], (4, 1))
    small = np.tile([[True], [True], [False], [False]], (2, 3))  # whatever is drawn, both occur
    low, high = np.where(small, 0.2, 1.2), np.where(small, 0.9, 3.0)
    mixed = case(label, low, high, (8, 3), both)
    flat = case(label, low[:, 0], high[:, 0], (8,), both[:, 0])
    zeros = np.zeros((4, 1))
    ones = np.full((3, 1), threshold)
    return [
        case("small errors", 0.1, 0.9, (5, 1), 1.0),
        case("small errors", 0.1, 0.9, (1, 1), -1.0),
        case("large errors", 1.2, 6.0, (5, 1), 1.0),
        case("large negative errors", 1.2, 6.0, (5, 1), -1.0),
        case("large errors", 20.0, 50.0, (1,), 1.0),
        # around zero: y_true - y_pred is then exactly the threshold, whatever the precision
        _case("errors exactly at the threshold", zeros[:3], ones),
        _case("no error at all", zeros + 1.5, zeros + 1.5),
        replace(mixed, mixed=True),
        replace(flat, mixed=True),
    ]


def contrastive_cases(rng: Rng, margin: float) -> list[Case]:
    """Batches of every kind of pair. Distances are never negative."""

    def case(label: str, y: float, low: float, high: float, shape: tuple[int, ...]) -> Case:
        return _case(label, np.full(shape, y), margin * rng.uniform(low, high, shape))

    labels = np.array([0.0, 1.0, 0.0, 1.0, 1.0, 0.0, 0.0, 1.0, 0.0])
    # whatever is drawn, pairs of both kinds lie on both sides of the margin, also in reverse; and
    # labels go with distances, or the mean of each with each could be right by chance
    near = np.array([1, 0, 1, 0, 1, 1, 0, 0, 1], dtype=bool)
    distances = margin * rng.uniform(np.where(near, 0.1, 1.2), np.where(near, 0.8, 1.9))
    return [
        # on one side of 1/2 each: there the two halves cost the same, and would pass for each other
        case("similar pairs", 1.0, 0.55, 0.95, (5, 1)),
        case("similar pairs far apart", 1.0, 1.3, 3.0, (4,)),
        case("dissimilar pairs inside the margin", 0.0, 0.1, 0.45, (5, 1)),
        case("dissimilar pairs inside the margin", 0.0, 0.55, 0.9, (1,)),
        case("dissimilar pairs beyond the margin", 0.0, 1.2, 4.0, (5, 1)),
        _case("dissimilar pairs exactly at the margin", np.zeros((3, 1)), np.full((3, 1), margin)),
        _case("pairs at distance zero", np.array([[0.0], [1.0]]), np.zeros((2, 1))),
        replace(_case("a mixed batch", labels[:, None], distances[:, None]), mixed=True),
        replace(_case("a mixed batch", labels, distances[::-1]), mixed=True),
    ]


def _case(label: str, y_true: Array, y_pred: Array) -> Case:
    return Case(label, y_true.astype("f4"), y_pred.astype("f4"))


def training_inputs(rng: Rng) -> Array:
    """Near zero and near one by turns: the same for every loss, for one training serves all."""
    near, far = rng.uniform(0.1, 0.4, (6, 1)), rng.uniform(0.8, 1.0, (6, 1))
    return np.stack([near, far], 1).reshape(12, 1)


def huber_training(rng: Rng, x: Array) -> Training:
    """A line with two far outliers: both branches steer the weights."""
    y = 1.5 * x + rng.uniform(-0.2, 0.2, (12, 1))
    y[3] += 6.0
    y[8] -= 5.0
    return _training(x, y, rng.uniform(-0.5, 0.5, (1, 1)), np.zeros(1))


def contrastive_training(rng: Rng, x: Array) -> Training:
    """Distances on both sides of the margin for both kinds of pair, and none negative."""
    y = np.tile([[1.0], [1.0], [0.0], [0.0]], (3, 1))
    return _training(x, y, rng.uniform(1.2, 1.5, (1, 1)), np.array([0.2]))


def _training(x: Array, y: Array, kernel: Array, bias: Array) -> Training:
    return Training(x.astype("f4"), y.astype("f4"), kernel.astype("f4"), bias.astype("f4"))


HUBER = Loss("my_huber_loss", "function", "threshold", huber_cases, huber_training, True)
CONTRASTIVE = Loss(
    "contrastive_loss", "function", "margin", contrastive_cases, contrastive_training, False
)
LOSSES = {
    loss.name: loss
    for loss in (
        HUBER,
        replace(HUBER, name="my_huber_loss_with_threshold", form="wrapper"),
        replace(HUBER, name="MyHuberLoss", form="class"),
        CONTRASTIVE,
        replace(CONTRASTIVE, name="contrastive_loss_with_margin", form="wrapper"),
        replace(CONTRASTIVE, name="ContrastiveLoss", form="class"),
    )
}


@pytest.fixture(params=list(LOSSES))
def part(request: pytest.FixtureRequest) -> Loss:
    """The loss on trial."""
    return LOSSES[request.param]


def build(handle: Handle, part: Loss, value: float = 1.0) -> Target:
    """The loss with its parameter set to ``value``: by the stub's keyword, else by position.

    A renamed parameter costs the signature, nothing else.
    """
    if part.form == "function":
        return part.name
    try:
        return handle.make(part.name, **{part.parameter: value})
    except Raised as raised:
        if raised.kind != "TypeError":
            raise
    return handle.make(part.name, value)


# --- the checks --------------------------------------------------------------------------------


def test_defined(part: Loss, submission: Handle) -> None:
    """The name is there, filled in, and of the kind that was asked for."""
    found = described(submission, part.name)
    if part.form == "class" and not found.is_class:
        raise Failure(f"`{part.name}` should be a class; it is a {found.type[:40]}.")
    if part.form == "class" and not submission.has_class_statement(part.name):
        raise Failure(f"`{part.name}` should be written as a class: `class {part.name}(...):`.")
    if part.form != "class" and found.is_class:
        raise Failure(f"`{part.name}` should be a function; it is a class.")
    if not found.is_callable:
        raise Failure(f"`{part.name}` should be a function; it is a {found.type[:40]}.")


_shown: WeakKeyDictionary[Handle, dict[str, set[float]]] = WeakKeyDictionary()
"""The right numbers, but for zero, that a submission has given for each part."""
_all_right: WeakKeyDictionary[Handle, set[str]] = WeakKeyDictionary()
"""The parts all of whose values were right."""


def test_values(part: Loss, submission: Handle, reference: Handle, rng: Rng) -> None:
    """The loss has the right value for every kind of input, at parameter 1."""
    cases = part.cases(rng, 1.0)
    loss, right = build(submission, part), build(reference, part)
    shown = _shown.setdefault(submission, {}).setdefault(part.name, set())

    def judge(found: Array, due: Array) -> bool:
        is_right = equal_when_averaged(found, due)
        if is_right and np.any(due):
            shown.add(round(float(np.mean(due)), 4))
        return is_right

    seen, due = (
        submission.call_each(loss, batches(cases)),
        reference.call_each(right, batches(cases)),
    )
    compare(cases, seen, due, judge, "The loss is wrong")
    _all_right.setdefault(submission, set()).add(part.name)


def form_counts(part: Loss, submission: Handle) -> None:
    """The last line of a check of form. A form can be claimed; a right number can't."""
    # two: a constant is right somewhere, and the labels are what a distance of zero costs
    if len(_shown.get(submission, {}).get(part.name, ())) < 2:
        pytest.skip("Not looked at: it counts as soon as some of its values are right.")


def test_signature(part: Loss, submission: Handle, rng: Rng) -> None:
    """It is called as the stub says."""
    if part.form == "function":
        _takes_two(submission, part.name, f"`{part.name}`")
    else:
        _is_made_by_keyword(part, submission, rng)
    form_counts(part, submission)


def _is_made_by_keyword(part: Loss, submission: Handle, rng: Rng) -> None:
    try:
        made = submission.make(part.name, **{part.parameter: 1.0})
    except Raised as raised:
        if raised.kind != "TypeError":
            raise
        call = f"{part.name}({part.parameter}=1.0)"
        raise Failure(f"`{call}` does not work: {explain(raised)}") from None
    if part.form == "wrapper":
        _is_function(submission, made)
        _takes_two(submission, made, "The function that it returns")
    else:
        _is_loss_class(part, submission)
        _acts_as_loss(part, submission, rng)


def _takes_two(submission: Handle, target: Target, who: str) -> None:
    found = submission.describe(target)
    if not found.is_callable:
        raise Failure(f"{who} can't be called: it is a {found.type[:40]}.")
    if found.parameters is None:
        return
    names = [name for name, kind, _ in found.parameters if "POSITIONAL" in kind]
    needed = [name for name, kind, required in found.parameters if required and "VAR" not in kind]
    room = any(kind == "VAR_POSITIONAL" for _, kind, _ in found.parameters)
    if len(needed) > 2 or (len(names) < 2 and not room):
        listed = ", ".join(names)[:60]
        raise Failure(f"{who} must take (y_true, y_pred) and no more; it takes ({listed}).")


def _is_function(submission: Handle, made: Target) -> None:
    found = submission.describe(made)
    if found.is_none:
        raise Failure("The wrapper returns None; return the inner function, without calling it.")
    if not found.is_callable:
        raise Failure(
            f"The wrapper returns a {found.type[:40]}; return the inner function, without "
            "calling it."
        )


def _is_loss_class(part: Loss, submission: Handle) -> None:
    found = submission.describe(part.name)
    if LOSS not in found.bases:
        raise Failure(f"`{part.name}` is not a subclass of keras.losses.Loss.")
    if "__call__" in found.own:
        raise Failure(
            "`__call__` belongs to Keras: it casts, reduces and weighs. Define `call` instead."
        )
    if "call" not in found.own:
        raise Failure("The class has no `call(self, y_true, y_pred)` of its own.")


def _acts_as_loss(part: Loss, submission: Handle, rng: Rng) -> None:
    """The object does with numbers what only Keras's own ``__call__`` does: a description can lie.

    It is held against its own ``call``, so that a wrong formula is not paid for twice.
    """
    case, weight = part.cases(rng, 1.0)[-1], rng.uniform(0.3, 0.7, ()).astype("f4")
    labels = rng.integers(0, 2, case.y_pred.shape)
    loss = build(submission, part)

    try:
        inner = submission.call(loss, case.y_true, case.y_pred, method="call")
        outer = submission.call(loss, case.y_true, case.y_pred)
        weighted = submission.call(loss, case.y_true, case.y_pred, sample_weight=weight)
        whole = submission.call(loss, labels, case.y_pred)
        real = submission.call(loss, labels.astype("f4"), case.y_pred)
    except Raised as raised:
        raise prefixed("The object can't be used as a loss", raised, submission) from None
    if outer.shape != () or not equal_when_averaged(inner, outer):
        raise Failure("Calling the object does not give the mean of what `call` returns.")
    if not equal(weighted, weight * outer):
        raise Failure("The object does not weigh its loss by `sample_weight`, as every Loss does.")
    if not equal(whole, real):
        raise Failure("The object does not convert whole-number labels, as every Loss does.")


def test_shape(part: Loss, submission: Handle, reference: Handle, rng: Rng) -> None:
    """It returns as many numbers as the stub promises, each in its place."""
    loss, right = build(submission, part), build(reference, part)
    method = "call" if part.form == "class" else None
    cases = part.cases(rng, 1.0)[-2:]
    found = submission.call_each(loss, batches(cases), method=method)
    expected = reference.call_each(right, batches(cases), method=method)
    for case, seen, due in zip(cases, found, expected, strict=True):
        if seen.shape == due.shape:
            if part.name in _all_right.get(submission, ()) and not equal(seen, due):
                raise Failure("Its values are right when averaged, but not one by one.")
            continue
        where = "`call` returns" if method else "It returns"
        advice = (
            "leave the averaging to Keras" if part.element_wise else "take the mean over the batch"
        )
        if not part.element_wise and seen.size == 1:
            advice = "leave out `axis` and `keepdims` when you average"
        promised = "one number per element" if part.element_wise else "a single number"
        raise Failure(f"{where} {shape_of(seen, case.y_true)}, not {promised}: {advice}.")
    form_counts(part, submission)


def test_parameters(part: Loss, submission: Handle, reference: Handle, rng: Rng) -> None:
    """The parameter does what it says, and belongs to one loss alone."""
    if part.form == "function":
        _keeps_its_parameter(part, submission, reference, rng)
        return
    values = {
        f"a {part.parameter} below 1": float(rng.uniform(0.3, 0.7)),
        f"a {part.parameter} above 1": float(rng.uniform(1.6, 2.8)),
        f"a whole number (an int) as {part.parameter}": int(rng.integers(3, 6)),
    }
    losses = {words: build(submission, part, value) for words, value in values.items()}
    for words, value in values.items():  # only now: all three are alive
        _follows(part, submission, reference, rng, value, losses[words], f"With {words}")
    value = float(rng.uniform(0.3, 0.7))
    try:
        loss = submission.make(part.name, value)
    except Raised as raised:
        raise prefixed(
            f"`{part.name}` does not take its {part.parameter} by position", raised, submission
        ) from None
    words = f"With the {part.parameter} given by position"
    _follows(part, submission, reference, rng, value, loss, words)


def _follows(
    part: Loss,
    submission: Handle,
    reference: Handle,
    rng: Rng,
    value: float,
    loss: Target,
    circumstances: str,
) -> None:
    right = build(reference, part, value)
    cases = [case for case in part.cases(rng, value) if case.y_true.size > 1]
    few = [case for case in cases if case.mixed]
    if part.name in _all_right.get(submission, ()) and _are_right(
        submission.call_each(loss, batches(few)), reference.call_each(right, batches(few))
    ):
        return  # what else there is to get wrong was looked at with a parameter of 1
    seen, due = (
        submission.call_each(loss, batches(cases)),
        reference.call_each(right, batches(cases)),
    )
    compare(cases, seen, due, equal_when_averaged, f"{circumstances} the loss is wrong")


def _are_right(found: Sequence[Array], expected: Sequence[Array]) -> bool:
    return all(map(equal_when_averaged, found, expected))


def _keeps_its_parameter(part: Loss, submission: Handle, reference: Handle, rng: Rng) -> None:
    """The plain function stays at 1 after its siblings were made and used with something else."""
    family = [loss for loss in LOSSES.values() if loss.parameter == part.parameter]
    for sibling in family[1:]:
        # drawn before the sibling is tried: what becomes of it must not shift what follows
        case = sibling.cases(rng, 2.5)[0]
        try:
            other = build(submission, sibling, 2.5)
            submission.call(other, case.y_true, case.y_pred)
        except Raised:
            continue  # a sibling's trouble is its own part's
    words = f"After other losses were made with another {part.parameter},"
    if part.name not in _all_right.get(submission, ()):
        words = "As under `values`,"  # the others have nothing to do with it
    _follows(part, submission, reference, rng, 1.0, part.name, words)


def test_gradient(part: Loss, submission: Handle, reference: Handle, rng: Rng) -> None:
    """The gradient that training follows is the right one."""
    loss, right = build(submission, part), build(reference, part)
    # not at the kink itself: a gradient there is a convention, not an understanding
    cases = [case for case in part.cases(rng, 1.0) if "exactly" not in case.label]
    is_right = part.name in _all_right.get(submission, ())
    joined = _joined(cases)
    if is_right and _reach_equally(
        submission.gradient_each(loss, joined), reference.gradient_each(right, joined)
    ):
        return
    seen = submission.gradient_each(loss, batches(cases))
    due = reference.gradient_each(right, batches(cases))
    what = (
        "The values are right, but the gradient is wrong" if is_right else "The gradient is wrong"
    )
    compare(cases, reaching(seen), reaching(due), equal, what)


def _joined(cases: Sequence[Case]) -> list[tuple[Array, Array]]:
    """The batches that fit one below the other as one: an element's gradient is its own."""
    alike: dict[tuple[int, ...], list[Case]] = {}
    for case in cases:
        alike.setdefault(case.y_true.shape[1:], []).append(case)
    return [
        (np.concatenate([c.y_true for c in some]), np.concatenate([c.y_pred for c in some]))
        for some in alike.values()
    ]


def _reach_equally(seen: Sequence[Array | None], due: Sequence[Array | None]) -> bool:
    pairs = zip(seen, due, strict=True)
    return all(a is not None and b is not None and equal(a, b) for a, b in pairs)


_trained: WeakKeyDictionary[Handle, Mapping[str, Trajectory]] = WeakKeyDictionary()
"""Where a submission's right losses went when they were trained in one model."""


def _trainings(rng: Rng) -> Mapping[str, Training]:
    x = training_inputs(rng)
    return {name: part.training(rng, x) for name, part in LOSSES.items()}


def _trains_rightly(part: Loss, submission: Handle, reference: Handle, rng: Rng) -> bool:
    """Whether the training of all right losses at once goes the right way for this one."""
    trainings = _trainings(rng)
    if submission not in _trained:
        sound = [LOSSES[name] for name in LOSSES if name in _all_right.get(submission, ())]
        _trained[submission] = _train(sound, submission, trainings)
    seen = _trained[submission].get(part.name)
    return seen is not None and _is_same_way(seen, _right_way(part, reference, trainings))


def _train(
    parts: Sequence[Loss], submission: Handle, trainings: Mapping[str, Training]
) -> dict[str, Trajectory]:
    """Those that can be trained with others; one that fails is looked for by halves."""
    if len(parts) < 2 or not submission.trains:
        return {}
    try:
        chosen = [(build(submission, part), trainings[part.name]) for part in parts]
        found = submission.fit_together(chosen)
    except Raised:
        half = len(parts) // 2
        return {
            **_train(parts[:half], submission, trainings),
            **_train(parts[half:], submission, trainings),
        }
    return {part.name: way for part, way in zip(parts, found, strict=True)}


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
    if _trains_rightly(part, submission, reference, shared_rng):
        return  # it was traced for that, and tracing is slow
    loss, right = build(submission, part), build(reference, part)
    cases = [case for case in part.cases(rng, 1.0)[::-1] if case.y_true.ndim == 2]
    if part.name in _all_right.get(submission, ()):
        cases = cases[:1]  # but one mean alone can be right by chance
    for case in cases:
        try:
            seen = submission.call(loss, case.y_true, case.y_pred, graph=True)
        except Raised as raised:
            raise prefixed("Traced as a graph it fails", raised, submission) from None
        due = reference.call(right, case.y_true, case.y_pred)
        if not equal_when_averaged(seen, due):
            raise Failure("Traced as a graph, the loss is wrong.")


def test_fit(part: Loss, submission: Handle, reference: Handle, shared_rng: Rng) -> None:
    """compile and fit take the path that a right loss takes: same history, same weights."""
    trainings = _trainings(shared_rng)
    due = _right_way(part, reference, trainings)
    seen = _trained.get(submission, {}).get(part.name)
    if seen is not None and _is_same_way(seen, due):
        return
    longer = replace(trainings[part.name], epochs=EPOCHS)
    try:
        seen = submission.fit(build(submission, part), longer)
    except Raised as raised:
        is_right = part.name in _all_right.get(submission, ())
        prefix = "Right in a cell, but model.fit fails" if is_right else "model.fit fails"
        raise prefixed(prefix, raised, submission) from None
    due = reference.fit(build(reference, part), longer)
    if not all(np.all(np.isfinite(array)) for array in (seen.history, seen.kernel, seen.bias)):
        raise Failure("model.fit ends with weights that are not finite numbers.")
    learns = equal(seen.kernel, due.kernel) and equal(seen.bias, due.bias)
    if not learns:
        raise Failure("model.fit runs, but learns something else than with the right loss.")
    if not equal(seen.history, due.history):
        raise Failure("model.fit learns the right weights, but reports another loss.")
