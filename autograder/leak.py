"""What students must not be able to read, and whether a text holds any of it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from autograder import master
from autograder.assignment import Assignment
from autograder.mistake import mistakes

TELLING = 24
"""Lines up to this many characters are found anywhere: ``return loss`` gives nothing away."""
_ANSWER = re.compile(r"""["']?\b(\w+)["']?\s*[:=]\s*["']?([A-Z]+)\b""")
_COMMON = re.compile(r"import |from |def |super\(\)\.")


@dataclass(frozen=True)
class Secrets:
    """``lines`` of code and prose, without their indentation; ``reasons`` of the quiz's options,
    and hints;
    the ``key``, letters by question."""

    lines: frozenset[str]
    reasons: frozenset[str]
    key: Mapping[str, str]

    def found_in(self, text: str) -> Iterator[str]:
        """What ``text`` gives away, in words for staff."""
        # anywhere in a line: quoted, commented or in backticks it is as readable
        found = {line for line in self.lines if line in text}
        for line in sorted(line for line in found if not any(line in o for o in found - {line})):
            yield f"the private line {line!r:.70}"
        for why in sorted(why for why in self.reasons if why in text):
            yield f"the quiz's reason or the hint {why!r:.70}"
        for question, answer in _ANSWER.findall(text):
            if self.key.get(question) == answer:
                yield f"the answer to {question}"


def secrets(assignment: Assignment) -> Secrets:
    """What only the private folder holds. Raises AssignmentError for markers that don't pair up."""
    quiz = assignment.quiz
    questions = quiz.questions if quiz is not None else ()
    return Secrets(
        _private(assignment) - _public(assignment),
        frozenset(option.why for question in questions for option in question.options)
        | frozenset(mistake.hint for mistake in mistakes(assignment)),
        {question.id: "".join(sorted(question.key)) for question in questions},
    )


def solution_lines(assignment: Assignment) -> frozenset[str]:
    """The lines of the solution that students are not given."""
    text = assignment.master.read_text(encoding="utf-8")
    return _telling(master.solution(text)) - _public(assignment)


def texts(file: Path) -> Iterator[str]:
    """Every text that can be read in a file: its own, and each string inside a notebook."""
    text = file.read_text(encoding="utf-8", errors="replace")
    yield text
    if file.suffix == ".ipynb":
        yield from _strings(json.loads(text))


def _strings(value: object) -> Iterator[str]:
    """The strings in it; a cell's lines as one text."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _strings(inner)
    elif isinstance(value, list):
        if value and all(isinstance(line, str) for line in value):
            yield "\n".join(line.rstrip("\n") for line in value)
        for inner in value:
            yield from _strings(inner)


def _public(assignment: Assignment) -> frozenset[str]:
    text = assignment.master.read_text(encoding="utf-8")
    checks = "".join(f"{check.source}\n" for check in master.public_checks(text))
    given = master.stub(text, assignment.quiz) + checks
    return frozenset(line.strip() for line in given.splitlines())


def _private(assignment: Assignment) -> frozenset[str]:
    text = assignment.master.read_text(encoding="utf-8")
    found = _telling(master.solution(text, assignment.quiz))
    for folder in (assignment.graders, assignment.mistakes, assignment.variants):
        for path in folder.rglob("*.py"):
            found |= _telling(path.read_text(encoding="utf-8"))
    return found


def _telling(text: str) -> frozenset[str]:
    lines = {line.strip() for line in text.splitlines()}
    return frozenset(line for line in lines if len(line) > TELLING and not _COMMON.match(line))
