"""Comparisons that say what differed, for hidden graders.

A check passes silently or raises ``Failure`` with the sentence that the student reads. The
sentence names the circumstances ("large errors", "pairs beyond the margin"), never an input or
an expected number.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from autograder.explain import explain
from autograder.handle import Handle, Raised
from autograder.wire import Array
from autograder.words import Description

RTOL, ATOL = 2e-4, 1e-5
"""float32 arithmetic in another order stays within; float16 does not."""


class Failure(Exception):
    """The check's verdict is no: ``message`` is for the student, ``earned`` in [0, 1) is what
    the attempt is worth all the same."""

    def __init__(self, message: str, earned: float = 0.0) -> None:
        super().__init__(message)
        self.message = message
        self.earned = earned


@dataclass(frozen=True)
class Case:
    """A batch and the circumstances it stands for, as a student would name them.

    One that mixes circumstances of other cases is named only when no other case is wrong.
    """

    label: str
    y_true: Array
    y_pred: Array
    mixed: bool = False


Judge = Callable[[Array, Array], bool]


def equal(observed: Array, expected: Array) -> bool:
    """Same shape and same numbers, within float32's reach. NaN equals nothing."""
    return observed.shape == expected.shape and bool(
        np.allclose(observed.astype("f8"), expected.astype("f8"), rtol=RTOL, atol=ATOL)
    )


def equal_when_averaged(observed: Array, expected: Array) -> bool:
    """Equal, or equal after the averaging that Keras does anyway.

    How many numbers a loss returns is a question of its own (``shape_of``). A mean over a batch
    could hide two errors that cancel; that is why graders ask with many batches.
    """
    if observed.shape == expected.shape:
        return equal(observed, expected)
    return observed.size > 0 and equal(np.mean(observed, dtype="f8"), np.mean(expected, dtype="f8"))


def compare(
    cases: Sequence[Case],
    observed: Sequence[Array],
    expected: Sequence[Array],
    judge: Judge,
    what: str,
) -> None:
    """Compare what was observed for each case. ``what`` begins the sentence: "The loss is wrong".

    Raises Failure naming the cases that differ and those that don't, and a constant factor
    where there is one.
    """
    seen = zip(cases, observed, expected, strict=True)
    wrong = [(case, found, due) for case, found, due in seen if not judge(found, due)]
    if not wrong:
        return
    broken = [case for case, found, _ in wrong if not np.all(np.isfinite(found))]
    labels = _telling(broken or [case for case, _, _ in wrong])
    right = [label for label in _telling(cases) if label not in labels]
    if broken:
        raise Failure(f"{what}: it is not a finite number {_where(labels, right)}.")
    factor = _factor([(found, due) for _, found, due in wrong])
    where = _where(labels, right)
    if where.startswith("except"):  # "there" would be those that are right
        factor = factor.replace("There it", "Everywhere else it")
    raise Failure(f"{what} {where}.{factor}")


def _telling(cases: Sequence[Case]) -> list[str]:
    """The circumstances of ``cases``, of mixed ones only if there are no others."""
    pure = [case.label for case in cases if not case.mixed]
    return _unique(pure or [case.label for case in cases])


def _where(labels: Sequence[str], right: Sequence[str]) -> str:
    """The circumstances, told by the shorter list."""
    if not right:
        return "for every input"
    if len(right) < len(labels):
        return f"except for {_listed(right)}"
    return f"for {_listed(labels)}"


def _unique(labels: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(labels))


def _listed(labels: Sequence[str]) -> str:
    return labels[0] if len(labels) == 1 else f"{', '.join(labels[:-1])} and {labels[-1]}"


_FACTORS = {2.0: "twice", 0.5: "half", -1.0: "minus", 4.0: "four times", 0.25: "a quarter of"}


def _factor(wrong: Sequence[tuple[Array, Array]]) -> str:
    """A hint if every wrong number is the same simple multiple of the right one."""
    if any(found.size == 0 for found, _ in wrong):
        return ""
    seen = np.array([np.mean(seen, dtype="f8") for seen, _ in wrong])
    due = np.array([np.mean(due, dtype="f8") for _, due in wrong])
    for factor, word in _FACTORS.items():
        if np.all(np.abs(due) > ATOL) and np.allclose(seen, factor * due, rtol=1e-3):
            return f" There it is {word} what it should be."
    if np.all(np.abs(seen) <= ATOL):
        return " There it is zero."
    return ""


def shape_of(observed: Array, inputs: Array) -> str:
    """The shape of a loss's result in words."""
    if observed.shape == ():
        return "a single number"
    if observed.shape == inputs.shape:
        return "one number per element"
    if observed.shape == inputs.shape[:1]:
        return "one number per example"
    if observed.size == 1:
        return "a single number, but with a dimension around it"
    if observed.ndim >= 2 and observed.size == inputs.size**2:
        return "one number for every pair of elements (two shapes were broadcast)"
    return f"an array of another size ({observed.size} number{'s' * (observed.size != 1)})"


def numeric(raised: Raised) -> Raised | Failure:
    """``raised``, or the Failure it stands for when the loss returned something else."""
    if raised.kind != "NotNumeric":
        return raised
    if raised.text == "NoneType":
        return Failure("It returns None; is a `return` missing?")
    return Failure(f"It returns a {raised.text[:40]}; expected a tensor of numbers.")


def described(submission: Handle, name: str) -> Description:
    """What kind of thing ``name`` is. Raises Failure if it is not filled in or not there, with the
    statement that failed where one should have defined it."""
    if submission.is_untouched(name):
        raise Failure(f"`{name}` is not filled in yet.")
    try:
        return submission.describe(name)
    except Raised as raised:
        if raised.kind != "Unknown":
            raise
        raise Failure(_why_missing(submission, name)) from None


def _why_missing(submission: Handle, name: str) -> str:
    texts = {cell.name: cell.text for cell in submission.submission.cells}
    for failure in submission.loading.failures:
        if name in (failure.text or texts.get(failure.cell, "")):
            return f"`{name}` could not be defined: {explain(failure.error)}."
    return f"`{name}` is not defined."


def prefixed(prefix: str, raised: Raised, submission: Handle) -> Failure:
    """The Failure for what a submission ``raised``: what ``numeric`` says, or ``prefix`` and why."""
    found = numeric(raised)
    if isinstance(found, Failure):
        return found
    return Failure(f"{prefix}: {explain(raised, submission.loading.failures)}")


def batches(cases: Iterable[Case]) -> list[tuple[Array, Array]]:
    """y_true and y_pred of each case, as ``Handle.call_each`` and ``gradient_each`` take them."""
    return [(case.y_true, case.y_pred) for case in cases]


def reaching(gradients: Sequence[Array | None]) -> list[Array]:
    """The gradients with respect to y_pred. Raises Failure if one is None: nothing reaches it."""
    found = [gradient for gradient in gradients if gradient is not None]
    if len(found) < len(gradients):
        raise Failure(
            "No gradient reaches y_pred: a cast, a comparison, NumPy or tf.stop_gradient cuts "
            "the path, and training would stand still."
        )
    return found
