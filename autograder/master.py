"""The master: the one text that stubs, notebook, solution and public checks are made of.

``solutions/<slug>/master.py`` is a py:percent script with the markup of Otter Assign: raw cells
(comments to Python) say where questions, solutions and public checks begin and end, and in a
solution cell ``# BEGIN SOLUTION`` and ``# END SOLUTION`` enclose what students don't get. Run as
a script, it holds the solution against its own public checks. A line ``# QUIZ`` becomes one
answer for each question of the quiz.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass

from autograder.errors import AssignmentError
from autograder.quiz import Quiz
from autograder.shuffle import VERSION

KEEP_VERSION = "the order of the options in your quiz.md: keep it"
_CELL = re.compile(r"^(?=# %%(?!\w))", re.MULTILINE)
_QUIZ = re.compile(r"^[ \t]*# QUIZ[ \t]*$", re.MULTILINE)
_RAW = re.compile(r"# %% \[raw\]\s")
_MARKER = re.compile(r"\s*# (BEGIN|END) SOLUTION( NO PROMPT)?\s*$")


@dataclass(frozen=True)
class PublicCheck:
    """A test function as the master has it: its ``name``, the ``subjects`` (names of the
    submission) that it is called with, its ``title`` (the docstring) and its ``source``."""

    name: str
    subjects: tuple[str, ...]
    title: str
    source: str


def solution(text: str, quiz: Quiz | None = None) -> str:
    """The master as a perfect submission: solutions in place, no public checks, and the quiz
    answered by its key if it is given. Raises AssignmentError for a master that is no Python."""
    _check_syntax(text)
    lines = [line for line in _given(text).splitlines() if not _MARKER.match(line)]
    return filled("".join(f"{line}\n" for line in lines), quiz, keyed=True)


def filled(text: str, quiz: Quiz | None, *, keyed: bool) -> str:
    """The text with one answer a question in place of ``# QUIZ``: the key, or nothing yet; where
    options are shuffled, for who has no order of their own."""
    if quiz is None:
        return text
    version = quiz.version()
    first = [] if version is None else [f'    "{VERSION}": "{version}",  # {KEEP_VERSION}']
    key = quiz.keyed(version)
    answers = [(q.id, key[q.id] if keyed else "") for q in quiz.questions]
    entries = "\n".join([*first, *(f'    "{name}": "{answer}",' for name, answer in answers)])
    return _QUIZ.sub(lambda _: entries, text)


def stub(text: str, quiz: Quiz | None) -> str:
    """The script that students start from: the cells they are given, three dots for each solution.

    Raises AssignmentError if the markers do not pair up, it is no Python, or asks for a quiz that
    is not there.
    """
    _check_syntax(text)
    from otter.assign.solutions import replace_solutions  # here: it takes seconds to import

    _check_markers(text)
    if quiz is None and _QUIZ.search(text):
        raise AssignmentError(
            "master.py: found # QUIZ, but no [quiz] in assignment.toml; take the quiz's cells out"
        )
    lines = replace_solutions(_given(filled(text, quiz, keyed=False)).splitlines(), "python")
    return "".join(f"{line}\n" for line in lines)


def public_checks(text: str) -> list[PublicCheck]:
    """The public checks, in the master's order. Raises AssignmentError for a cell without one."""
    return [_public_check(cell) for is_check, cell in _cells(text) if is_check]


def _public_check(cell: str) -> PublicCheck:
    function = next(
        (node for node in _parsed(cell).body if isinstance(node, ast.FunctionDef)), None
    )
    if function is None or not function.name.startswith("test_"):
        first = next((line for line in cell.splitlines()[1:] if line.strip()), "nothing")
        raise AssignmentError(
            f"master.py: a cell between BEGIN TESTS and END TESTS holds one function test_...; "
            f"found {first[:60]!r}"
        )
    subjects = tuple(argument.arg for argument in function.args.args)
    source = ast.get_source_segment(cell, function)
    assert source is not None  # it was parsed from this text
    return PublicCheck(function.name, subjects, ast.get_docstring(function) or "", source)


def _parsed(cell: str) -> ast.Module:
    try:
        return ast.parse(cell)
    except SyntaxError as error:
        raise AssignmentError(f"master.py: a public check does not parse: {error}") from None


def _given(text: str) -> str:
    """The cells that students see, without Otter's markup."""
    return "".join(cell for is_check, cell in _cells(text) if not is_check and not _RAW.match(cell))


def _cells(text: str) -> Iterator[tuple[bool, str]]:
    """Each cell with its ``# %%`` line, and whether it is a public check."""
    in_tests = False
    for cell in _CELL.split(text):
        is_raw = _RAW.match(cell) is not None
        if is_raw and re.search(r"^# # (BEGIN|END) TESTS", cell, re.MULTILINE):
            in_tests = "BEGIN TESTS" in cell
        yield in_tests and not is_raw, cell


def _check_syntax(text: str) -> None:
    try:
        ast.parse(text)
    except SyntaxError as error:
        raise AssignmentError(f"master.py, line {error.lineno}: {error.msg}") from None


def _check_markers(text: str) -> None:
    inside = False
    for number, line in enumerate(text.splitlines(), 1):
        marker = _MARKER.match(line)
        if marker is None:
            continue
        if inside != (marker[1] == "END"):
            raise AssignmentError(
                f"master.py, line {number}: {line.strip()} without its other half"
            )
        inside = not inside
    if inside:
        raise AssignmentError("master.py: a # BEGIN SOLUTION has no # END SOLUTION")
