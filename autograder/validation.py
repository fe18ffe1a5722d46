"""The grader graded: is all that is right accepted, and all that is wrong caught and named?

The files are inspected first. Then the stubs must score nothing and the solution everything; each
variant must keep the points of its parts, each planted mistake must fail the checks that its
header names and no others, and be told by its own id. Many are laid over one solution; where such
a group is not graded as it should be, its members are graded again, each alone, before anything
is said of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from autograder import master, overlay
from autograder import submission as reading
from autograder.assignment import Assignment
from autograder.classroom import Prepared, Work
from autograder.handins import HandIn
from autograder.inspection import inspect, shown
from autograder.mistake import PlantedMistake, Variant, laid_over
from autograder.result import Grade, Mistake, PartResult

ENOUGH = 0.95
"""The share of the planted mistakes that must be diagnosed by their own id."""
TENTATIVE = "Perhaps: "
"""How the hint of an uncertain diagnosis begins."""
ORDERS = ("1", "2", "3", "4", "5")
"""Of a shuffled quiz: who has these orders of its options, which are tried."""
_SOLUTION = "solution"

Grading = Callable[[Sequence[Work]], Iterator[Grade]]
"""Grades in any order; each has its work's id."""
Planted = TypeVar("Planted", PlantedMistake, Variant)


@dataclass(frozen=True)
class Confusion:
    """How many of what is right were accepted, and of what is wrong were caught and diagnosed.
    ``misled`` were given another mistake's hint, with certainty."""

    accepted: int
    right: int
    caught: int
    diagnosed: int
    wrong: int
    misled: int

    @property
    def is_good(self) -> bool:
        is_complete = self.accepted == self.right and self.caught == self.wrong
        return is_complete and self.diagnosed >= ENOUGH * self.wrong and not self.misled


@dataclass(frozen=True)
class Report:
    """``findings`` are lines by what they are about, each with a file and what to do.
    ``confusion`` is None if ``unlooked`` says why it could not be told. ``undiagnosed`` are lines
    on mistakes that were not given their own id; a few are no finding."""

    assignment: str
    findings: Mapping[str, tuple[str, ...]]
    confusion: Confusion | None
    undiagnosed: tuple[str, ...] = ()
    unlooked: str = ""

    @property
    def is_sound(self) -> bool:
        is_good = self.confusion is not None and self.confusion.is_good
        return is_good and not any(self.findings.values())


def validate(assignment: Assignment, grade: Grading) -> Report:
    """What is wrong with an assignment, and how well its graders tell right from wrong.

    Raises what inspecting and grading raise: UsageError without Otter, SandboxError without
    TensorFlow.
    """
    found = inspect(assignment)
    if found.broken:
        findings = {"Before all else": found.broken, **found.findings}
        return Report(assignment.slug, findings, None, unlooked="Nothing was graded.")
    bench = _Bench(assignment)
    trials = [*bench.together(found.mistakes), *bench.together(found.variants)]
    grades = _until_the_solution_fails(assignment, grade([*bench.given(), *_works(trials)]))
    findings = {"Stubs and solution": tuple(_of_given(assignment, grades)), **found.findings}
    if not _is_full(grades[_SOLUTION]):
        unlooked = "Mistakes and variants were not graded: the solution comes first."
        return Report(assignment.slug, findings, None, unlooked=unlooked)
    together = [verdict for trial in trials for verdict in trial.verdicts(grades[trial.work.id])]
    doubtful = [each for trial in trials for each in trial.doubtful(grades[trial.work.id])]
    alone = {trial.work.id: trial for trial in map(bench.alone, doubtful)}
    again = grade(_works(alone.values())) if alone else iter(())
    last = [verdict for result in again for verdict in alone[result.submission].verdicts(result)]
    # by file: what was found alone takes the place of what was found together
    verdicts = {verdict.planted.path: verdict for verdict in [*together, *last]}
    findings["Notes"] = tuple(_notes(assignment, [grades[trial.work.id] for trial in trials]))
    return _report(assignment, findings, list(verdicts.values()))


# --- what is graded ------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Trial:
    """Planted texts that lie over one solution, and the parts that must not suffer from them."""

    members: tuple[PlantedMistake | Variant, ...]
    work: Prepared
    others: frozenset[str]

    def verdicts(self, grade: Grade) -> list[_Verdict]:
        """What is to be said of each member."""
        return [
            _Verdict(each, _complaint(each, grade, self.others), _diagnosis(each, grade))
            for each in self.members
        ]

    def doubtful(self, grade: Grade) -> list[PlantedMistake | Variant]:
        """Who must be graded alone before anything is said: where there is a complaint, any
        member may be its cause."""
        verdicts = self.verdicts(grade)
        if any(verdict.complaint for verdict in verdicts):
            return list(self.members)
        return [verdict.planted for verdict in verdicts if not verdict.is_told]


@dataclass(frozen=True)
class _Verdict:
    """``complaint`` is what is wrong with the grade and what to do, empty if nothing is;
    ``diagnosis`` what a planted mistake was taken for."""

    planted: PlantedMistake | Variant
    complaint: str
    diagnosis: Mistake | None

    @property
    def is_told(self) -> bool:
        """Whether it was taken for itself; there is nothing to be told of a variant."""
        if isinstance(self.planted, Variant):
            return True
        return self.diagnosis is not None and self.diagnosis.id == self.planted.id

    @property
    def misleads(self) -> bool:
        """Whether it was given another's hint without a "perhaps"."""
        is_certain = self.diagnosis is not None and not self.diagnosis.hint.startswith(TENTATIVE)
        return is_certain and not self.is_told


class _Bench:
    """Makes submissions out of the solution and what is planted."""

    def __init__(self, assignment: Assignment) -> None:
        self._assignment = assignment
        self._master = assignment.master.read_text(encoding="utf-8")
        self._text = master.solution(self._master)
        self._solution = reading.from_text(_SOLUTION, assignment.master.name, self._text)
        # without the quiz: no text but the solution's runs where the key is
        self._parts = frozenset(part.name for part in assignment.parts) - {"quiz"}

    def given(self) -> list[Work]:
        """The solution, with the quiz answered, the stubs in all their forms, and the key in some
        orders of the options."""
        keyed = master.solution(self._master, self._assignment.quiz)
        name = self._assignment.master.name
        everything = frozenset(part.name for part in self._assignment.parts)
        solution = Prepared(reading.from_text(_SOLUTION, name, keyed), everything)
        stubs = [HandIn(stub.name, stub) for stub in self._assignment.forms]
        return [solution, *stubs, *self._keys()]

    def _keys(self) -> Iterator[Work]:
        """The key as it is handed in by students with options in an order of their own."""
        quiz = self._assignment.quiz
        if quiz is None or quiz.shuffle is None:
            return
        for name in ORDERS:
            answers = quiz.keyed(quiz.version(name))
            text = f"{quiz.name} = {answers!r}\n"
            key = reading.from_text(_key_of(name), self._assignment.master.name, text)
            yield Prepared(key, frozenset(["quiz"]))

    def together(self, planted: Iterable[Planted]) -> Iterator[_Trial]:
        """Trials of several where they can't touch each other."""
        for number, group in enumerate(overlay.groups(self._text, planted), 1):
            yield self._trial(f"{type(group[0]).__name__} {number}", group)

    def alone(self, planted: PlantedMistake | Variant) -> _Trial:
        """A trial of one."""
        return self._trial(f"{type(planted).__name__} {planted.id}", [planted])

    def _trial(self, identity: str, members: Sequence[PlantedMistake | Variant]) -> _Trial:
        laid = laid_over(self._solution, identity, *(member.text for member in members))
        own = frozenset[str]().union(*map(overlay.parts, members))
        # a variant has to be right where it says so; a mistake must do no harm elsewhere
        graded = own if isinstance(members[0], Variant) else self._parts
        return _Trial(tuple(members), Prepared(laid, graded), graded - own)


def _key_of(name: str) -> str:
    return f"key in order {name}"


def _works(trials: Iterable[_Trial]) -> list[Work]:
    return [trial.work for trial in trials]


def _until_the_solution_fails(assignment: Assignment, results: Iterator[Grade]) -> dict[str, Grade]:
    grades = dict[str, Grade]()
    given = {_SOLUTION, *(stub.name for stub in assignment.forms)}
    for result in results:
        grades[result.submission] = result
        failed = _SOLUTION in grades and not _is_full(grades[_SOLUTION])
        if failed and given <= grades.keys():
            break  # nothing could be learned from the rest
    return grades


# --- verdicts ------------------------------------------------------------------------------------


def _of_given(assignment: Assignment, grades: Mapping[str, Grade]) -> Iterator[str]:
    solution = grades[_SOLUTION]
    if not _is_full(solution):
        where, found = shown(assignment, assignment.master), _losses(solution.parts)
        found = solution.error or found
        yield f"{where}: expected full marks; found {found}; mend the solution or the graders"
    for key in [grades[name] for name in map(_key_of, ORDERS) if name in grades]:
        if not _is_full(key):
            where, found = shown(assignment, assignment.graders), key.error or _losses(key.parts)
            expected = "expected full marks for the key in every order of the options"
            yield f"{where}: {expected}; found {found}; take letters from the fixture `answers`"
            break
    for stub in assignment.forms:
        if found := _solved(grades[stub.name]):
            where = shown(assignment, stub)
            advice = "enclose solutions in # BEGIN SOLUTION and # END SOLUTION in the master"
            yield f"{where}: expected a stub that passes no check; found {found}; {advice}"


def _solved(stub: Grade) -> str:
    """What a stub passes or earns, empty if it is as it should be."""
    if stub.error is not None:
        return stub.error
    earning = [(part, _named(part, "passed")) for part in stub.parts]
    passed = [f"{part.name} passes {' '.join(sorted(names))}" for part, names in earning if names]
    return ", ".join(passed) or (f"{stub.score:g} points" if stub.score else "")


def _complaint(planted: PlantedMistake | Variant, grade: Grade, others: frozenset[str]) -> str:
    """``others`` are parts that must have full marks."""
    if grade.error is not None:
        return f"expected a grade; found: {grade.error}; mend it or the graders"
    if isinstance(planted, PlantedMistake):
        part = _part(grade, planted.part)
        failed, passed = _named(part, "failed"), _named(part, "passed")
        if (failed, passed) != (planted.fails, planted.passes):
            expected = f"expected {_told(planted.fails, planted.passes)}"
            return f"{expected}; found {_told(failed, passed)}; change the header or the graders"
        if harmed := _losses(_part(grade, name) for name in sorted(others)):
            advice = "let it touch nothing but its own part"
            return f"expected full marks in the other parts; found {harmed}; {advice}"
    elif lost := _losses(_part(grade, name) for name in planted.parts):
        advice = "make the graders accept it, or make it a planted mistake"
        return f"expected full marks; found {lost}; {advice}"
    return ""


def _notes(assignment: Assignment, grades: Iterable[Grade]) -> Iterator[str]:
    """What went wrong beside the grading of planted mistakes: in no class would it go better."""
    where = shown(assignment, assignment.graders)
    for note in dict.fromkeys(note for grade in grades for note in grade.staff):
        yield f"{where}: {note}; mend it"


def _diagnosis(planted: PlantedMistake | Variant, grade: Grade) -> Mistake | None:
    if isinstance(planted, Variant) or grade.error is not None:
        return None
    return _part(grade, planted.part).mistake


def _part(grade: Grade, name: str) -> PartResult:
    return next(part for part in grade.parts if part.name == name)


def _named(part: PartResult, outcome: str) -> frozenset[str]:
    return frozenset(check.name for check in part.checks if check.outcome == outcome)


def _told(failed: Iterable[str], passed: Iterable[str]) -> str:
    lists = {"fails": sorted(failed), "passes": sorted(passed)}
    return ", ".join(f"{verb} {' '.join(names) or 'nothing'}" for verb, names in lists.items())


def _losses(parts: Iterable[PartResult]) -> str:
    """Each part with a check that was not passed, and its first reason; empty if there is none."""
    lost = [(part, [check for check in part.checks if check.outcome != "passed"]) for part in parts]
    return ", ".join(
        f"{part.name} loses {' '.join(check.name for check in checks)} ({checks[0].message:.80})"
        for part, checks in lost
        if checks
    )


def _is_full(grade: Grade) -> bool:
    return grade.error is None and not _losses(grade.parts)


# --- the report ----------------------------------------------------------------------------------


def _report(
    assignment: Assignment,
    findings: Mapping[str, tuple[str, ...]],
    verdicts: Sequence[_Verdict],
) -> Report:
    wrong = [each for each in verdicts if isinstance(each.planted, PlantedMistake)]
    right = [each for each in verdicts if isinstance(each.planted, Variant)]
    untold = [each for each in wrong if not each.is_told]
    missed, rejected = (
        tuple(f"{_where(assignment, each)}: {each.complaint}" for each in kind if each.complaint)
        for kind in (wrong, right)
    )
    confusion = Confusion(
        accepted=1 + len(right) - len(rejected),  # the solution is right as well
        right=1 + len(right),
        caught=len(wrong) - len(missed),
        diagnosed=len(wrong) - len(untold),
        wrong=len(wrong),
        misled=sum(each.misleads for each in wrong),
    )
    planted = (*findings["Planted mistakes"], *missed)
    findings = {**findings, "Planted mistakes": planted, "Variants": rejected}
    lines = [f"{_where(assignment, each)}: {_taken_for(each)}" for each in untold]
    return Report(assignment.slug, findings, confusion, tuple(lines))


def _where(assignment: Assignment, verdict: _Verdict) -> str:
    return shown(assignment, verdict.planted.path)


def _taken_for(verdict: _Verdict) -> str:
    """Of a mistake that was not told by its own id."""
    if verdict.diagnosis is None:
        found, advice = "none", "let the graders see what it does"
    else:
        certainty = "" if verdict.misleads else "perhaps "
        found = f"{certainty}{verdict.diagnosis.id}"
        advice = "let the graders tell the two apart, or drop one of them"
    return f"expected its own diagnosis; found {found}; {advice}"


def page(report: Report, seed: int) -> RenderableType:
    """The report for a terminal; ``seed`` makes the same inputs again."""
    blocks: list[RenderableType] = []
    for title, lines in [*report.findings.items(), ("Diagnosis", report.undiagnosed)]:
        if lines:
            blocks.append(Text(title, "bold"))
            blocks += [Padding(Text(line), (0, 0, 0, 4)) for line in lines]
            blocks.append(Text())
    if report.confusion is None:
        blocks.append(Text(report.unlooked, "yellow"))
    else:
        blocks += [_table(report.confusion), Text()]
    return Group(*blocks, _conclusion(report, seed))


def _table(confusion: Confusion) -> RenderableType:
    table = Table.grid(padding=(0, 1))
    table.add_column(width=22)
    table.add_column(width=5, justify="right")
    table.add_column(width=5, justify="right")
    table.add_column()
    table.add_row("", "right", "of", style="dim")
    it = confusion
    for name, right, of, what in (
        ("wheat accepted", it.accepted, it.right, "variants and the solution"),
        ("chaff caught", it.caught, it.wrong, "planted mistakes that fail just what they should"),
        ("diagnosed", it.diagnosed, it.wrong, f"by their own id; {ENOUGH:.0%} are enough"),
    ):
        is_enough = right >= (ENOUGH * of if name == "diagnosed" else of)
        table.add_row(name, Text(str(right), _style(is_enough)), str(of), Text(f"  {what}", "dim"))
    misled = Text(str(it.misled), _style(not it.misled))
    table.add_row("wrong with certainty", misled, "", Text("  given another's hint", "dim"))
    return table


def _style(is_good: bool) -> str:
    return "green" if is_good else "red"


def _conclusion(report: Report, seed: int) -> Text:
    if report.is_sound:
        return Text(f"{report.assignment} is sound.", "green")
    count = sum(map(len, report.findings.values()))
    findings = f"{count} finding{'s' if count != 1 else ''}"
    return Text(
        f"{report.assignment} is not sound: {findings}, {len(report.undiagnosed)} mistakes without "
        f"their own diagnosis. `--seed {seed}` gives the same inputs again.",
        "red",
    )
