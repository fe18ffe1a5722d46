"""A quiz as a QTI 1.2 package, which Canvas imports; text2qti writes it."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from typing import Any

from autograder.errors import AssignmentError, UsageError
from autograder.exports.quiz_text import pieces, without_html
from autograder.packaging import zipped
from autograder.quiz import Option, Question, Quiz

_NO_XML = re.compile(r"[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_INDENT = "    "


def qti(quiz: Quiz, title: str) -> bytes:
    """The package, the same bytes for the same quiz.

    Raises UsageError without text2qti, AssignmentError for a question that Canvas can't hold, or
    can't mark as the quiz's policy says.
    """
    _insist_on_policy(quiz)
    made = _parsed(_text(quiz, " ".join(title.split())))
    for question in made.questions_and_delims:
        question.points_possible = quiz.points  # its text knows only halves
    made.points_possible = quiz.points * len(quiz.questions)
    from text2qti.qti import QTI

    with zipfile.ZipFile(io.BytesIO(QTI(made).zip_bytes())) as package:
        return zipped({name: package.read(name) for name in package.namelist()})


def remarks(quiz: Quiz) -> Iterator[str]:
    """What Canvas does in another way than this quiz says, each a line."""
    other = [each.id for each in quiz.questions if _is_marked_otherwise(each)]
    if other and quiz.policy == "per-option":
        names = ", ".join(other)
        yield (
            "for a wrong option Canvas takes as much as it gives for a right one, whatever a file "
            f"says; this quiz takes 1/(number of wrong ones) in {names}"
        )
    if quiz.shuffle is not None and _has_fixed(quiz):
        yield "some options have to keep their place: they are not shuffled in Canvas"


def _is_marked_otherwise(question: Question) -> bool:
    right = len(question.key)
    return question.kind == "multiple" and len(question.options) - right not in (0, right)


def _has_fixed(quiz: Quiz) -> bool:
    return any(option.fixed for question in quiz.questions for option in question.options)


def _insist_on_policy(quiz: Quiz) -> None:
    several = [each.id for each in quiz.questions if len(each.key) > 1]
    if quiz.policy == "all-or-nothing" and several:
        raise AssignmentError(
            f"Canvas gives shares where several options are right ({', '.join(several)}), and no "
            'file can tell it not to; export with policy = "per-option" and choose Exact Match there'
        )


def _parsed(text: str) -> Any:
    try:
        from text2qti.config import Config
        from text2qti.err import Text2qtiError
        from text2qti.quiz import Quiz as Parsed
    except ImportError:
        raise UsageError(
            "QTI needs text2qti; in your clone of this project: pip install '.[quiz]'"
        ) from None
    try:
        return Parsed(text, config=Config())  # no settings of the user's: they are not loaded
    except Text2qtiError as error:
        raise AssignmentError(
            f"text2qti refuses the quiz: {' '.join(str(error).split())}"
        ) from None


# --- the text that it reads ----------------------------------------------------------------------


def _text(quiz: Quiz, title: str) -> str:
    is_shuffled = quiz.shuffle is not None and not _has_fixed(quiz)
    heading = (
        f"Quiz title: {title}\n"
        f"Shuffle answers: {'true' if is_shuffled else 'false'}\n"
        "Show correct answers: false\n"  # for staff to decide, after the deadline
    )
    questions = "".join(_question(each, k) for k, each in enumerate(quiz.questions, 1))
    if found := _NO_XML.search(heading + questions):
        raise AssignmentError(f"quiz.toml: U+{ord(found[0]):04X} can't be in XML; take it out")
    return heading + questions


def _question(question: Question, number: int) -> str:
    text = f"\nTitle: {question.id}\n{_item(f'{number}.', question.text)}"
    return text + "".join(_option(each, question.kind) for each in question.options)


def _option(option: Option, kind: str) -> str:
    if kind == "multiple":
        mark = "[*]" if option.right else "[ ]"
    else:
        mark = f"{'*' if option.right else ''}{option.letter.lower()})"
    return _item(mark, option.text) + (_item("...", option.why) if option.why.strip() else "")


def _item(mark: str, text: str) -> str:
    """All lines below the first are indented: none is taken for anything else."""
    first, *rest = _markdown(text).strip().split("\n")
    lines = [
        f"{mark:<{len(_INDENT)}}{first}",
        *(f"{_INDENT}{line}" if line else "" for line in rest),
    ]
    return "".join(f"{line}\n" for line in lines)


def _markdown(text: str) -> str:
    """With math as text2qti knows it, which makes pictures of Canvas' own of it."""
    ways: dict[str, Callable[[str], str]] = {
        "prose": lambda prose: without_html(prose).replace("$", r"\$"),
        "code": str,
        "math": lambda math: f"${math}$",
        "display": lambda math: rf"$\displaystyle {math}$",
    }
    return "".join(ways[kind](piece) for kind, piece in pieces(text))
