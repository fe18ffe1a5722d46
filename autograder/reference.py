"""The solution, asked as a submission is: what graders hold theirs against."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from autograder import wire
from autograder.assignment import Budget
from autograder.errors import AssignmentError
from autograder.handle import Handle, Made, Raised, Target, Training, Trajectory
from autograder.sandbox import Worker
from autograder.submission import Submission

T = TypeVar("T")


class Reference(Handle):
    """The solution. Its answers are remembered: a class is asked the same questions."""

    _answers: dict[bytes, wire.Message]

    def __init__(
        self, submission: Submission, stub: Submission, lease: Callable[[], Worker], budget: Budget
    ) -> None:
        super().__init__(submission, stub, lease, budget)
        self._answers = {}
        self._end = float("inf")

    def make(self, name: str, *args: Any, **kwargs: Any) -> Made:
        """As of a ``Handle``, but made only when something new is asked of it."""
        return Made(name, args, tuple(sorted(kwargs.items())))

    def fit(self, target: Target, training: Training) -> Trajectory:
        """As of a ``Handle``."""
        ask = super().fit
        return self._insist(target, lambda: ask(target, training))

    def _on(
        self,
        target: Target,
        operation: str,
        method: str | None,
        arrays: Sequence[wire.Array] = (),
        **fields: Any,
    ) -> wire.Message:
        ask = super()._on
        return self._insist(target, lambda: ask(target, operation, method, arrays, **fields))

    def _insist(self, target: Target, ask: Callable[[], T]) -> T:
        """The answer, of a fresh worker if need be: the kernel may have ended the first for lack
        of memory, which is not the solution's doing. Raises AssignmentError."""
        for is_last in (False, False, True):
            try:
                return ask()
            except Raised as raised:
                if is_last or (self._worker is not None and not self.was_killed):
                    raise AssignmentError(f"the solution fails on {target}: {raised}") from None
                self._begin_again()
        raise AssertionError("the last attempt returns or raises")

    def _begin_again(self) -> None:
        self.close()
        self._made.clear()
        self._lost.clear()
        self._skipped.clear()
        self._workers = self._lost_statements = 0
        self.was_killed = False

    def _ask(
        self, trial: str, operation: str, arrays: Sequence[wire.Array] = (), /, **fields: Any
    ) -> wire.Message:
        if operation == "make":  # an object lives in one worker only
            return super()._ask(trial, operation, arrays, **fields)
        question = wire.pack(wire.Message(0, {"op": operation, **fields}, tuple(arrays)))
        if question not in self._answers:
            self._answers[question] = super()._ask(trial, operation, arrays, **fields)
        return self._answers[question]
