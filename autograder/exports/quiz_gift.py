"""A quiz in GIFT, the text format that Moodle imports: https://docs.moodle.org/en/GIFT_format"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from autograder.errors import AssignmentError
from autograder.exports.quiz_text import pieces, without_html
from autograder.quiz import Option, Question, Quiz

_SHARES = frozenset([*range(1, 11), 20])
"""The n for which Moodle has the weight 1/n; it refuses others, or takes the nearest."""
_RESERVED = re.compile(r"[\\~=#{}:]")
_MARKED_UP = re.compile(r"[\\`*_\[\]]")


def gift(quiz: Quiz, title: str) -> str:
    """The quiz, its key and its reasons. Raises AssignmentError for a question that Moodle can't
    mark as the quiz's policy says."""
    heading = f"// {' '.join(title.split())}: the quiz with its key. Not for students.\n"
    return heading + "".join(f"\n{_question(each, quiz)}" for each in quiz.questions)


def remarks(quiz: Quiz) -> Iterator[str]:
    """What Moodle has to be told by hand, each a line."""
    if quiz.points != 1:
        yield f"GIFT holds no points; give each question {quiz.points:g} in Moodle"
    fixed = [each.id for each in quiz.questions if any(option.fixed for option in each.options)]
    if fixed:
        yield f"Moodle shuffles options; untick that for {', '.join(fixed)}, where places matter"


def _question(question: Question, quiz: Quiz) -> str:
    if len(question.options) < 2:
        raise AssignmentError(f"{question.id}: Moodle needs two options, found one; add another")
    weights = _weights(question, quiz.policy)
    options = "".join(f"\t{_option(each, weights[each.right])}\n" for each in question.options)
    text = _escaped(_markdown(question.text))
    return f"::{_escaped(question.id)}::[markdown]{text}{{\n{options}}}\n"


def _option(option: Option, weight: str) -> str:
    text, why = (_inside(each) for each in (option.text, option.why))
    return f"{weight}{text}#{why}" if why else f"{weight}{text}"


def _weights(question: Question, policy: str) -> dict[bool, str]:
    """What stands before a right option, and before a wrong one. Moodle adds up what is chosen,
    and takes less than nothing for nothing."""
    if question.kind == "single":
        return {True: "=", False: "~"}
    right, wrong = len(question.key), len(question.options) - len(question.key)
    if policy == "all-or-nothing":
        if right > 1:
            raise AssignmentError(
                f"{question.id}: Moodle has no all-or-nothing where {right} options are right: it "
                'adds up their weights; export with policy = "per-option", or ask for one option'
            )
        return {True: "~%100%", False: "~%-100%"}
    for count, kind in ((right, "right"), (wrong, "wrong")):
        if count and count not in _SHARES:
            raise AssignmentError(
                f"{question.id}: Moodle has no weight of 1/{count} for {count} {kind} options; it "
                "has 1/1 to 1/10 and 1/20; drop some"
            )
    return {True: f"~%{_percent(right)}%", False: f"~%-{_percent(wrong or 1)}%"}


def _percent(count: int) -> str:
    # Moodle's own weights have seven digits, and an import must match one to five
    return f"{100 / count:.5f}".rstrip("0").rstrip(".")


def _inside(text: str) -> str:
    """An option or a reason, of which nothing is taken for a weight or the name of a format."""
    found = _escaped(_markdown(text))
    return f"[markdown]{found}" if found.startswith(("[", "%")) else found


def _escaped(text: str) -> str:
    return _RESERVED.sub(r"\\\g<0>", text).replace("\n", "\\n")


def _markdown(text: str) -> str:
    """With math as Moodle's MathJax knows it; Markdown eats a backslash of each two."""
    ways: dict[str, Callable[[str], str]] = {
        "prose": without_html,
        "code": str,
        "math": lambda math: rf"\\({_shielded(math)}\\)",
        "display": lambda math: rf"\\[{_shielded(math)}\\]",
    }
    return "".join(ways[kind](piece) for kind, piece in pieces(text))


def _shielded(math: str) -> str:
    escaped = _MARKED_UP.sub(r"\\\g<0>", math)
    return escaped.replace("&", "&amp;").replace("<", "&lt;")
