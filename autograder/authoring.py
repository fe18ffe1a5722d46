"""What students are given, made from the private folder's one master.

``master.py`` is a py:percent script that holds the solution between ``# BEGIN SOLUTION`` and
``# END SOLUTION``; students get ``...`` in its place. The line ``# QUIZ`` becomes one empty
answer for each question.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import nbformat
from nbformat import v4

from autograder.assignment import Assignment
from autograder.errors import AssignmentError
from autograder.files import write_atomically
from autograder.quiz import Question, Quiz

_CELL = re.compile(r"^# %%(?P<markdown> \[markdown\])?\s*$")


def public_files(assignment: Assignment) -> Mapping[Path, str]:
    """The generated files of the public folder, with what they must hold."""
    master = assignment.master.read_text(encoding="utf-8")
    script = stub(master, assignment.quiz)
    files = {
        assignment.stub: script,
        assignment.stub.with_suffix(".ipynb"): notebook(script),
    }
    if assignment.quiz is not None:
        files[assignment.public / "quiz.md"] = quiz_page(assignment.quiz)
    return files


def write_public_files(assignment: Assignment) -> list[Path]:
    """Write the generated files that differ from what they must hold; returns which."""
    stale = [
        (path, text)
        for path, text in public_files(assignment).items()
        if not path.exists() or path.read_text(encoding="utf-8") != text
    ]
    for path, text in stale:
        write_atomically(path, text)
    return [path for path, _ in stale]


def stub(master: str, quiz: Quiz | None) -> str:
    """The master without its solutions. Raises AssignmentError if the markers do not pair up."""
    return "".join(f"{line}\n" for line in _fill(_without_solutions(master), quiz, keyed=False))


def solution(master: str, quiz: Quiz | None) -> str:
    """The master as a perfect hand-in: solutions in place, quiz answered by the key."""
    lines = [line for line in master.splitlines() if not _is_marker(line)]
    return "".join(f"{line}\n" for line in _fill(lines, quiz, keyed=True))


def _is_marker(line: str) -> bool:
    return line.strip() in ("# BEGIN SOLUTION", "# END SOLUTION")


def _without_solutions(master: str) -> Iterator[str]:
    inside = False
    for number, line in enumerate(master.splitlines(), 1):
        marker = line.strip()
        if _is_marker(line):
            if inside != (marker == "# END SOLUTION"):
                raise AssignmentError(f"master.py, line {number}: {marker} without its other half")
            inside = not inside
            if inside:
                yield line.replace("# BEGIN SOLUTION", "...  # your code here")
        elif not inside:
            yield line
    if inside:
        raise AssignmentError("master.py: a # BEGIN SOLUTION has no # END SOLUTION")


def _fill(lines: Iterator[str] | list[str], quiz: Quiz | None, *, keyed: bool) -> Iterator[str]:
    for line in lines:
        if line.strip() == "# QUIZ" and quiz is not None:
            for question in quiz.questions:
                answer = "".join(sorted(question.key)) if keyed else ""
                yield f'    "{question.id}": "{answer}",'
        else:
            yield line


def notebook(script: str) -> str:
    """The py:percent ``script`` as a notebook (nbformat 4.5, ids by position)."""
    cells = []
    for index, (markdown, text) in enumerate(_cells(script), 1):
        make = v4.new_markdown_cell if markdown else v4.new_code_cell
        cells.append(make(text, id=f"cell-{index}"))
    metadata = {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    book = v4.new_notebook(cells=cells, metadata=metadata)
    nbformat.validate(book)
    return str(nbformat.writes(book, version=4)) + "\n"


def _cells(script: str) -> Iterator[tuple[bool, str]]:
    markdown, lines = False, list[str]()
    for line in [*script.splitlines(), "# %%"]:
        match = _CELL.match(line)
        if match is None:
            lines.append(line)
            continue
        text = "\n".join(_uncommented(lines) if markdown else lines).strip("\n")
        if text:
            yield markdown, text
        markdown, lines = bool(match["markdown"]), []


def _uncommented(lines: list[str]) -> list[str]:
    return [re.sub(r"^# ?", "", line) for line in lines]


def quiz_page(quiz: Quiz) -> str:
    """The questions as students read them: no key, no reasons."""
    policy = {
        "per-option": "Each right option you choose earns its share of the point, each wrong one "
        "loses its share; no question goes below zero. Where one is asked for, two earn nothing.",
        "all-or-nothing": "A question counts only if exactly the right options are chosen.",
    }[quiz.policy]
    intro = (
        f"# Quiz\n\n{len(quiz.questions)} questions, {quiz.points:g} point"
        f"{'s' if quiz.points != 1 else ''} each. Put your answers into `{quiz.name}`, one letter "
        f'or several: `"B"`, `"AD"`. {policy}\n'
    )
    return intro + "".join(_question(question) for question in quiz.questions)


def _question(question: Question) -> str:
    choose = "Choose one." if question.kind == "single" else "Choose all that are right."
    options = "\n".join(
        f"- **{option.letter}.** {option.text.strip()}" for option in question.options
    )
    return f"\n## {question.id}\n\n{question.text.strip()}\n\n*{choose}*\n\n{options}\n"
