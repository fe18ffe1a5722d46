"""A student's feedback page: what was earned, what was lost, and what to think over."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from autograder.assignment import Assignment
from autograder.exports.reasons import alike
from autograder.pages import listing, plots
from autograder.pages.disclosure import Disclosure
from autograder.pages.listing import Listing
from autograder.pages.page import render
from autograder.quiz import Option, Question
from autograder.result import CheckResult, Grade, PartResult


@dataclass(frozen=True)
class ShownFigure:
    """A plot with what belongs beside it; ``words`` say what is to be seen in it."""

    title: str
    x_label: str
    y_label: str
    svg: Markup
    curves: Sequence[object]
    words: Sequence[str]


@dataclass(frozen=True)
class ShownOption:
    """``option.right`` and its reason are to be shown only where the page's key is."""

    option: Option
    is_chosen: bool


@dataclass(frozen=True)
class ShownQuestion:
    """``options`` is empty for a question that the quiz has no more."""

    number: str
    check: CheckResult
    text: str
    is_single: bool
    options: Sequence[ShownOption]

    @property
    def verdict(self) -> str:
        """``right``, ``partly``, ``wrong`` or ``open``, as the marks on pages are called."""
        if self.check.score == self.check.max_score:
            return "right"
        return "partly" if self.check.score else "wrong" if self.check.answer else "open"


@dataclass(frozen=True)
class ShownPart:
    """What a page shows of a part: its checks that may be seen, and what is kept back."""

    name: str
    title: str
    checks: Sequence[CheckResult]
    kept_back: float
    """Points of the checks that are not shown."""
    hint: str
    listings: Sequence[Listing]
    figures: Sequence[ShownFigure]
    questions: Sequence[ShownQuestion]

    @property
    def score(self) -> float:
        return sum(check.score for check in self.checks)

    @property
    def max_score(self) -> float:
        return sum(check.max_score for check in self.checks)

    @property
    def is_right(self) -> bool:
        return _is_right(self.checks)

    @property
    def lost(self) -> Sequence[tuple[str, Sequence[CheckResult]]]:
        """Checks that did not pass, those that say the same together, with their names; those
        that were not looked at come last."""
        return sorted(alike(self.checks), key=lambda group: group[1][0].outcome == "skipped")

    @property
    def passed(self) -> Sequence[CheckResult]:
        return [check for check in self.checks if check.outcome == "passed"]


def page(grade: Grade, assignment: Assignment, disclosure: Disclosure, made_from: str = "") -> str:
    """The page, as HTML that needs no other file. ``made_from`` is kept in its head."""
    parts = list(_Shown(grade, assignment, disclosure).parts())
    return render(
        "feedback.html",
        made_from=made_from,
        assignment=assignment,
        disclosure=disclosure,
        grade=grade,
        parts=parts,
        score=sum(part.score for part in parts),
        max_score=sum(part.max_score for part in parts),
        kept_back=sum(part.kept_back for part in parts),
        printed=listing.output(grade.output) if grade.output.strip() else None,
    )


class _Shown:
    """Chooses from a grade what a page shows."""

    def __init__(self, grade: Grade, assignment: Assignment, disclosure: Disclosure) -> None:
        self._grade = grade
        self._disclosure = disclosure
        self._titles = {part.name: part.title for part in assignment.parts}
        asked = assignment.quiz.questions if assignment.quiz is not None else ()
        self._questions = {question.id: question for question in asked}

    def parts(self) -> Iterator[ShownPart]:
        return map(self._part, self._grade.parts)

    def _part(self, part: PartResult) -> ShownPart:
        checks = [check for check in part.checks if self._disclosure.shows(check)]
        is_whole = self._disclosure.shows_all(part.checks)
        is_quiz = part.name == "quiz"
        explained = not is_quiz and not _is_right(checks)
        return ShownPart(
            name=part.name,
            title=self._titles.get(part.name, part.name),
            checks=checks,
            kept_back=part.max_score - sum(check.max_score for check in checks),
            hint=part.mistake.hint if part.mistake is not None and is_whole else "",
            listings=self._code(part) if explained else [],
            figures=list(self._figures(part)) if explained and is_whole else [],
            questions=list(map(self._question, checks)) if is_quiz else [],
        )

    def _code(self, part: PartResult) -> Sequence[Listing]:
        # in a notebook's file a line is one of JSON, which nobody has seen
        line = part.line if self._grade.file.endswith(".py") else None
        return listing.code(part.source, line) if part.source.strip() else []

    def _figures(self, part: PartResult) -> Iterator[ShownFigure]:
        for figure in part.figures:
            yield ShownFigure(
                title=figure.title,
                x_label=figure.x_label,
                y_label=figure.y_label,
                svg=plots.svg(figure),
                curves=plots.curves(figure),
                words=plots.words(figure),
            )

    def _question(self, check: CheckResult) -> ShownQuestion:
        number = re.sub(r"^q(?=\d)", "", check.name)
        question = self._questions.get(check.name)
        if question is None:
            return ShownQuestion(number, check, "", is_single=False, options=[])
        options = _options(question, check)
        return ShownQuestion(number, check, question.text, question.kind == "single", options)


def _options(question: Question, check: CheckResult) -> list[ShownOption]:
    """As the student saw them; what they answered is known in the author's letters."""
    order = check.order or "".join(option.letter for option in question.options)
    known = [letter for letter in order if letter in question.letters]
    answer = check.answer or ""
    seen = zip(question.seen(order), known, strict=False)
    return [ShownOption(option, letter in answer) for option, letter in seen]


def _is_right(checks: Sequence[CheckResult]) -> bool:
    return all(check.outcome == "passed" for check in checks)
