"""The graders, graded by mutants of the solution: which wrong programs get full marks?

Each mutant is laid over the solution (the last definition of a name wins) and graded. One that
loses nothing is equivalent, if the assignment's probes find no difference, or a survivor: a
mistake that the hidden graders can't see.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from autograder import equivalence, master, mutation
from autograder import submission as reading
from autograder.assignment import Assignment
from autograder.classroom import Mutated, Prepared
from autograder.errors import AssignmentError, UsageError
from autograder.handle import Handle
from autograder.mistake import laid_over
from autograder.mutation import Mutant
from autograder.probes import Probes
from autograder.result import Grade
from autograder.sandbox import Worker
from autograder.submission import Submission

Grading = Callable[[Sequence[Prepared]], Iterator[Grade]]
"""Grades in any order; each has its work's id."""


@dataclass(frozen=True)
class Verdict:
    """``outcome``: killed, equivalent or survived. ``why``: the proof, or what is in doubt."""

    mutant: Mutant
    outcome: str
    why: str = ""


@dataclass(frozen=True)
class Report:
    """Every mutant's verdict, in the solution's order."""

    verdicts: tuple[Verdict, ...]

    def of(self, outcome: str, part: str | None = None) -> list[Verdict]:
        """The verdicts with an outcome, of one part or of all."""
        return [
            each
            for each in self.verdicts
            if each.outcome == outcome and part in (None, each.mutant.part)
        ]


class Audit:
    """An audit of ``parts`` (None: all that the solution defines by ``def`` or ``class``)."""

    def __init__(self, assignment: Assignment, part: str | None) -> None:
        """Raises UsageError for a part that is not there, AssignmentError without a solution."""
        known = [each.name for each in assignment.parts if each.name != "quiz"]
        if part is not None and part not in known:
            raise UsageError(f"no part '{part}'; {assignment.slug} has {', '.join(known)}")
        self._assignment = assignment
        self._parts = [part] if part is not None else known
        text = solution_text(assignment)
        self._solution = reading.from_text("solution", assignment.master.name, text)
        self._mutants = [mutant for name in self._parts for mutant in mutation.mutants(text, name)]

    def run(self, grade: Grading, lease: Callable[[], Worker]) -> Report:
        """Grade all mutants, and look closer at those that lost nothing.

        Raises AssignmentError if the solution itself is not right.
        """
        by_id = {mutant.id: mutant for mutant in self._mutants}
        verdicts = dict[str, Verdict]()
        for result in grade(list(self._works())):
            if result.submission == "solution":
                _insist_on_full_marks(result)
            else:
                mutant = by_id[result.submission]
                verdicts[mutant.id] = _verdict(mutant, result)
        final = [verdicts[mutant.id] for mutant in self._mutants]
        return Report(tuple(self._looked_at(verdict, lease) for verdict in final))

    def _works(self) -> Iterator[Prepared]:
        yield Prepared(self._solution, frozenset(self._parts))
        for mutant in self._mutants:
            yield Mutated(self._laid_over(mutant), frozenset([mutant.part]))

    def _laid_over(self, mutant: Mutant) -> Submission:
        return laid_over(self._solution, mutant.id, mutant.text)

    def _looked_at(self, verdict: Verdict, lease: Callable[[], Worker]) -> Verdict:
        """The verdict on a survivor, after the assignment's probes."""
        questions = equivalence.load(self._assignment)
        if verdict.outcome != "survived" or questions is None:
            return verdict
        stub = reading.read_own(self._assignment.stub, "stub")
        budget = replace(self._assignment.budget, total=3600.0)
        probes = Probes.read(self._assignment.probes)
        mutant = Handle(self._laid_over(verdict.mutant), stub, lease, budget, probes)
        solution = Handle(self._solution, stub, lease, budget, probes)
        try:
            found = equivalence.proof(questions(verdict.mutant.part), mutant, solution)
        finally:
            mutant.close()
            solution.close()
        return replace(verdict, outcome="equivalent", why=found) if found else verdict


def solution_text(assignment: Assignment) -> str:
    """The solution as a script, without the quiz's key."""
    return master.solution(assignment.master.read_text(encoding="utf-8"))


def _insist_on_full_marks(grade: Grade) -> None:
    if grade.error is not None:
        raise AssignmentError(f"the solution could not be graded: {grade.error}")
    for part in grade.parts:
        for check in part.checks:
            if check.outcome != "passed":
                raise AssignmentError(
                    f"the solution fails {part.name}.{check.name}: {check.message}; mend it first"
                )


def _verdict(mutant: Mutant, grade: Grade) -> Verdict:
    if grade.error is not None:  # no verdict is no proof that graders see it
        return Verdict(mutant, "survived", f"it could not be graded: {grade.error}")
    outcomes = {check.outcome for part in grade.parts for check in part.checks}
    return Verdict(mutant, "survived" if outcomes == {"passed"} else "killed")


# --- the page ------------------------------------------------------------------------------------


def page(report: Report, seed: int) -> RenderableType:
    """A table by part, then the proofs of equivalence and the survivors with their diffs."""
    blocks: list[RenderableType] = [_table(report)]
    for verdict in report.of("equivalent"):
        blocks += [Text(), Text(f"equivalent: {verdict.mutant.description}")]
        blocks.append(Padding(Text(verdict.why, "dim"), (0, 0, 0, 4)))
    for verdict in report.of("survived"):
        blocks += [Text(), Text(f"survived: {verdict.mutant.description}", "bold")]
        blocks += [Padding(Text(verdict.why), (0, 0, 0, 4))] if verdict.why else []
        blocks.append(Padding(Text(verdict.mutant.diff), (0, 0, 0, 4)))
    return Group(*blocks, Text(), Text(_conclusion(report, seed)))


def _table(report: Report) -> Table:
    outcomes = ("killed", "equivalent", "survived")
    table = Table(box=None, pad_edge=False)
    table.add_column("part")
    for title in ("mutants", *outcomes):
        table.add_column(title, justify="right")
    names = dict.fromkeys(verdict.mutant.part for verdict in report.verdicts)
    rows = [(name, [len(report.of(outcome, name)) for outcome in outcomes]) for name in names]
    for name, counts in rows:
        table.add_row(name, str(sum(counts)), *map(str, counts))
    total = [len(report.of(outcome)) for outcome in outcomes]
    table.add_row("all", str(sum(total)), *map(str, total), style="bold")
    return table


def _conclusion(report: Report, seed: int) -> str:
    survivors = len(report.of("survived"))
    if not survivors:
        return f"No mutant survived (seed {seed})."
    return (
        f"{survivors} of {len(report.verdicts)} mutants survived (seed {seed}): add a case to the "
        "graders that tells each from the solution, or a probe in equivalence.py beside them that shows the two equal."
    )
