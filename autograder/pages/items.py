"""Item analysis: how hard each check was, and whether those who do well elsewhere pass it.

The classical measures (Lord and Novick 1968), for quiz questions and code checks alike. The
*difficulty* of an item is the mean share of its points that was earned, 0 to 1 (so easy items have
a high one). Its *discrimination* is the item-rest correlation: Pearson's r between that share and
the points in everything else, -1 to 1. Near zero, the item tells nothing about who knows the rest;
below zero, those who know the rest lose it, and question or check deserve a look.
"""

from __future__ import annotations

import math
import statistics
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from autograder.assignment import Assignment
from autograder.quiz import Question
from autograder.result import CheckResult, Grade

HARD = 0.25
"""A difficulty below which an item tells few students from the others."""
CHANCE, SURE = 1.96, 3.0
"""Standard deviations: what chance does in 19 of 20 cases, and what it hardly ever does, for a
report holds a hundred measures."""


@dataclass(frozen=True)
class Choice:
    """One option of a question: how many chose it, of those whose answer is known."""

    letter: str
    text: str
    right: bool
    chosen: int
    discrimination: float | None
    """Pearson's r between choosing it and the points in everything but the question."""


@dataclass(frozen=True)
class Item:
    """A check of a part. ``n`` grades tell of it; a measure that they do not define is None."""

    part: str
    check: str
    points: float
    n: int
    difficulty: float | None
    discrimination: float | None
    choices: tuple[Choice, ...] = ()
    """Of a quiz question whose answers are known."""
    answers: int = 0
    """How many answers are known, empty ones among them."""
    blank: int = 0

    @property
    def concern(self) -> str:
        """What an author should look at, in a few words; empty if nothing."""
        return next(iter(_concerns(self)), "")


@dataclass(frozen=True)
class _Answer:
    """One student's: the share of the points, the points in the rest, the letters chosen."""

    share: float
    rest: float
    letters: str | None


def analysed(grades: Iterable[Grade], assignment: Assignment) -> tuple[Item, ...]:
    """Every check of ``assignment``, in its order, over the grades that have a score."""
    graded = [_indexed(grade) for grade in grades if grade.error is None]
    asked = (
        {question.id: question for question in assignment.quiz.questions} if assignment.quiz else {}
    )
    return tuple(
        _item(part.name, check, points, asked.get(check) if part.name == "quiz" else None, graded)
        for part in assignment.parts
        for check, points in part.checks.items()
    )


def noise(n: int, deviations: float = CHANCE) -> float | None:
    """How far from 0 a correlation of ``n`` unrelated pairs strays by chance within so many standard
    deviations; None for fewer than four. By Fisher's transformation: tanh(d / sqrt(n - 3))."""
    return math.tanh(deviations / math.sqrt(n - 3)) if n > 3 else None


Indexed = tuple[float, dict[tuple[str, str], CheckResult]]


def _indexed(grade: Grade) -> Indexed:
    checks = {(part.name, check.name): check for part in grade.parts for check in part.checks}
    return math.fsum(check.score for check in checks.values()), checks


def _item(
    part: str, check: str, points: float, question: Question | None, graded: Sequence[Indexed]
) -> Item:
    answers = [
        _answer(total, checks[part, check])
        for total, checks in graded
        if _tells(checks.get((part, check)))
    ]
    shares, rests = [each.share for each in answers], [each.rest for each in answers]
    known = [each for each in answers if each.letters is not None] if question else []
    return Item(
        part,
        check,
        points,
        len(answers),
        statistics.fmean(shares) if shares else None,
        correlation(shares, rests),
        tuple(_choices(question, known)) if question and known else (),
        len(known),
        sum(not each.letters for each in known),
    )


def _tells(check: CheckResult | None) -> bool:
    """``error`` is no verdict on the student; ``skipped`` is one: something that it needs failed."""
    return check is not None and check.outcome != "error"


def _answer(total: float, check: CheckResult) -> _Answer:
    # a check without points, a gate: passed or not
    share = check.score / check.max_score if check.max_score else float(check.outcome == "passed")
    return _Answer(share, total - check.score, check.answer)


def _choices(question: Question, answers: Sequence[_Answer]) -> Iterator[Choice]:
    rests = [each.rest for each in answers]
    counts = Counter(letter for each in answers for letter in set(each.letters or ""))
    for option in question.options:
        chose = [float(option.letter in (each.letters or "")) for each in answers]
        r = correlation(chose, rests)
        yield Choice(option.letter, option.text, option.right, counts[option.letter], r)


def correlation(x: Sequence[float], y: Sequence[float]) -> float | None:
    """Pearson's r, None where it is not defined: fewer than two pairs, or all alike."""
    # points are sums of floats: what differs by dust only is alike
    x, y = [round(each, 9) for each in x], [round(each, 9) for each in y]
    if len(set(x)) < 2 or len(set(y)) < 2:
        return None
    return max(-1.0, min(1.0, statistics.correlation(x, y)))


def _concerns(item: Item) -> Iterator[str]:
    chance = noise(item.n, SURE)
    if chance is None:
        return
    if item.discrimination is not None and item.discrimination < -chance:
        yield "those who do well elsewhere lose it"
    wrong = [choice for choice in item.choices if not choice.right]
    for choice in wrong:
        if choice.discrimination is not None and choice.discrimination > chance:
            yield f"those who do well elsewhere choose {choice.letter}"
    right = max((choice.chosen for choice in item.choices if choice.right), default=item.n)
    for choice in wrong:
        if choice.chosen > right:
            yield f"{choice.letter} is chosen more often than any right option"
    if item.difficulty is not None and item.difficulty < HARD:
        yield "hardly anybody earns it"
