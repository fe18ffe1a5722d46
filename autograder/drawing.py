"""Curves of what failed: what a part does beside what it should do, for people to look at.

``solutions/<slug>/graders/figures.py`` may define ``figures(part, failed, submission, reference)``:
``part`` is a part's name, ``failed`` the names of the checks that it lost, the two others are the
handles that the checks have asked. It is called once the points are known and can't change them:
whatever goes wrong there means fewer curves.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import cached_property
from itertools import islice

import numpy as np

from autograder import hook
from autograder.assignment import Assignment
from autograder.errors import SandboxError
from autograder.figure import MAX_FIGURES, Figure, bounded
from autograder.handle import Handle, Raised
from autograder.result import PartResult

Figures = Callable[[str, frozenset[str], Handle, Handle], Iterable[Figure]]
FILE = "figures.py"


class Drawing:
    """Draws the parts of one assignment's submissions beside ``reference``."""

    def __init__(self, assignment: Assignment, reference: Handle) -> None:
        self._assignment = assignment
        self._reference = reference

    def added(
        self, parts: tuple[PartResult, ...], handle: Handle
    ) -> tuple[tuple[PartResult, ...], list[str]]:
        """The parts, those that lost points with their curves, and notes for staff on what went
        wrong. ``handle`` is the submission that was graded, and still answers. Raises SandboxError
        if nothing can be asked any more."""
        notes = list[str]()
        return tuple(self._drawn(part, handle, notes) for part in parts), notes

    def _drawn(self, part: PartResult, handle: Handle, notes: list[str]) -> PartResult:
        failed = frozenset(check.name for check in part.checks if check.outcome == "failed")
        # where nothing was passed, there is nothing to look at; and one that hung would do it again
        is_there = any(check.outcome == "passed" for check in part.checks)
        if not failed or not is_there or part.name == "quiz" or not handle.is_steady:
            return part
        figures = list[Figure]()
        try:
            with np.errstate(all="ignore"):  # a worker's numbers may overflow in any calculation
                for figure in islice(self._asked(part.name, failed, handle), MAX_FIGURES):
                    figures += bounded([figure])
        except SandboxError:  # as in a diagnosis: the next run has a better chance
            raise
        except Raised:
            pass
        except Exception as error:  # noqa: BLE001 - whatever it is, the points are right
            notes.append(f"curves of {part.name} are missing: {error!r:.200}")
        return replace(part, figures=tuple(figures))

    def _asked(self, part: str, failed: frozenset[str], handle: Handle) -> Iterator[Figure]:
        ask = self._figures
        yield from ask(part, failed, handle, self._reference) if ask is not None else ()

    @cached_property
    def _figures(self) -> Figures | None:
        path = self._assignment.graders / FILE
        return hook.load(path, "figures(part, failed, submission, reference)")
