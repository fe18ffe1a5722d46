"""Whether a mutant that no check caught is the solution in other words.

``solutions/<slug>/equivalence.py`` may define ``probes(part)``: questions on a dense grid that are
put to both. It is the assignment's to say what dense is; the engine only compares answers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from autograder import hook
from autograder.assignment import Assignment
from autograder.handle import Handle, Raised
from autograder.wire import Array

RTOL, ATOL = 1e-6, 1e-6
"""A few steps of float32: another order of the same operations, and nothing more."""


@dataclass(frozen=True)
class Probe:
    """``ask`` gets a handle and gives every number that it learns; ``words`` say what these are."""

    words: str
    ask: Callable[[Handle], Sequence[Array]]


Probes = Callable[[str], Iterable[Probe]]


def load(assignment: Assignment) -> Probes | None:
    """The assignment's ``probes``, None if it has no such file. Raises AssignmentError."""
    found: Probes | None = hook.load(assignment.private / "equivalence.py", "probes(part)")
    return found


def proof(probes: Iterable[Probe], mutant: Handle, solution: Handle) -> str | None:
    """Where mutant and solution were found equal, in words; None if they differ, or if nothing
    was asked. Lets Raised through if the solution can't answer."""
    words, numbers = dict[str, None](), 0
    for probe in probes:
        due = probe.ask(solution)
        try:
            found = probe.ask(mutant)
        except Raised:
            return None
        if len(found) != len(due) or not all(map(_same, found, due)):
            return None
        words[probe.words] = None
        numbers += sum(array.size for array in due)
    return f"{numbers} numbers are equal: {'; '.join(words)}" if numbers else None


def _same(found: Array, due: Array) -> bool:
    return (found.shape, found.dtype) == (due.shape, due.dtype) and bool(
        np.allclose(found, due, rtol=RTOL, atol=ATOL, equal_nan=True)
    )
