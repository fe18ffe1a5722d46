"""A class in numbers: its scores, its parts, what it misunderstood, who needs staff."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from autograder import mistake
from autograder.assignment import Assignment
from autograder.result import Grade, PartResult

BINS, FINE_BINS = 10, 20
"""Bars of a histogram, the second number for a class of at least FINE_FROM."""
FINE_FROM = 100
_PERHAPS = "Perhaps: "


@dataclass(frozen=True)
class Spread:
    """How ``n`` scores lie: the quartiles are by linear interpolation between the ranks, ``sd`` is
    the sample's (None for a single one)."""

    n: int
    mean: float
    sd: float | None
    least: float
    lower: float
    median: float
    upper: float
    most: float

    @classmethod
    def of(cls, scores: list[float]) -> Spread | None:
        """None where there are no scores."""
        if not scores:
            return None
        several = len(scores) > 1
        low, median, high = (
            statistics.quantiles(scores, method="inclusive") if several else scores * 3
        )
        return cls(
            len(scores),
            statistics.fmean(scores),
            statistics.stdev(scores) if several else None,
            min(scores),
            low,
            median,
            high,
            max(scores),
        )


@dataclass(frozen=True)
class Bin:
    """``count`` scores from ``low`` up to, without, ``high``; the last bin has ``high``, too."""

    low: float
    high: float
    count: int


@dataclass(frozen=True)
class PartSpread:
    """A part over the grades that have a score; ``full`` and ``none`` are how many earned all its
    points, and none of them."""

    name: str
    title: str
    points: float
    spread: Spread | None
    full: int
    none: int


@dataclass
class Misunderstanding:
    """What several students have wrong in the same way. ``who`` maps each submission to the parts
    that show it, ``unsure`` are those of whom it is said with "Perhaps" everywhere. ``title`` says
    it to staff, ``hint`` to students; one of the two may be empty."""

    title: str
    hint: str
    who: dict[str, list[str]] = field(default_factory=dict)
    unsure: set[str] = field(default_factory=set)
    parts: list[str] = field(default_factory=list)
    """Where it is seen, in the assignment's order."""


@dataclass(frozen=True)
class Concern:
    """Why staff must look at a submission. ``blocks``: it has no score until they do."""

    submission: str
    reason: str
    blocks: bool


def scores(grades: Iterable[Grade]) -> list[float]:
    """Those that there are."""
    return [grade.score for grade in grades if grade.score is not None]


def histogram(found: Sequence[float], most: float, bins: int | None = None) -> list[Bin]:
    """Scores in bins of equal width from 0 to ``most``, the points there are; without a number of
    ``bins``, as many as suit the class."""
    if bins is None:
        bins = FINE_BINS if len(found) >= FINE_FROM else BINS
    counts = [0] * bins
    for score in found:
        share = score / most if most else 1.0
        counts[min(bins - 1, max(0, int(share * bins + 1e-9)))] += 1
    return [Bin(most * k / bins, most * (k + 1) / bins, count) for k, count in enumerate(counts)]


def by_part(grades: Sequence[Grade], assignment: Assignment) -> list[PartSpread]:
    """The parts of ``assignment``, in its order."""
    graded = [{p.name: p.score for p in grade.parts} for grade in grades if grade.error is None]
    rows = []
    for part in assignment.parts:
        found = [points[part.name] for points in graded if part.name in points]
        full, none = sum(each >= part.points for each in found), found.count(0)
        rows.append(PartSpread(part.name, part.title, part.points, Spread.of(found), full, none))
    return rows


def misunderstandings(
    grades: Iterable[Grade], assignment: Assignment
) -> tuple[list[Misunderstanding], list[Misunderstanding]]:
    """The diagnosed ones, and what the rest lost points for (its first message; of the quiz,
    nothing: its questions are items). The most common first.

    One and the same hint in several parts is one misunderstanding, and whoever shows it in three
    parts is one student. Raises AssignmentError for a planted mistake that can't be read.
    """
    planted = {each.id: each for each in mistake.mistakes(assignment)}
    known: dict[str, Misunderstanding] = {}
    other: dict[str, Misunderstanding] = {}
    for grade in grades:
        for part in grade.parts:
            if part.mistake is not None:
                for title, hint, sure in _told(part.mistake.id, part.mistake.hint, planted):
                    _add(known.setdefault(hint, Misunderstanding(title, hint)), grade, part, sure)
            elif part.name != "quiz" and (message := _first_message(part)):
                _add(other.setdefault(message, Misunderstanding("", message)), grade, part, True)
    names = [part.name for part in assignment.parts]
    return _ranked(known, names), _ranked(other, names)


def _told(
    identity: str, hint: str, planted: Mapping[str, mistake.PlantedMistake]
) -> Iterator[tuple[str, str, bool]]:
    """Title, hint, and whether it is certain, of each mistake of a diagnosis: it may be of two."""
    sure = not hint.startswith(_PERHAPS)
    names = identity.split("+")
    if all(name in planted for name in names):
        yield from ((planted[name].title, planted[name].hint, sure) for name in names)
    else:  # graded before the mistake was renamed or removed
        yield "", hint.removeprefix(_PERHAPS), sure


def _add(found: Misunderstanding, grade: Grade, part: PartResult, sure: bool) -> None:
    if grade.submission not in found.who and not sure:
        found.unsure.add(grade.submission)
    if sure:
        found.unsure.discard(grade.submission)
    parts = found.who.setdefault(grade.submission, [])
    if part.name not in parts:
        parts.append(part.name)


def _first_message(part: PartResult) -> str:
    return next((check.message for check in part.checks if check.outcome == "failed"), "")


def _ranked(found: Mapping[str, Misunderstanding], names: Sequence[str]) -> list[Misunderstanding]:
    for each in found.values():
        seen = {part for parts in each.who.values() for part in parts}
        each.parts = [name for name in names if name in seen]
    return sorted(found.values(), key=lambda each: (-len(each.who), each.hint))


def concerns(grades: Iterable[Grade]) -> list[Concern]:
    """Those without a score first, each group in the order of ``grades``."""
    found = [concern for grade in grades for concern in _concerns(grade)]
    return sorted(found, key=lambda concern: not concern.blocks)


def _concerns(grade: Grade) -> Iterator[Concern]:
    if grade.error is not None:
        yield Concern(grade.submission, grade.error, blocks=True)
    for note in grade.staff:
        yield Concern(grade.submission, note, blocks=False)
