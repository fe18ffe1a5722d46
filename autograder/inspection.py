"""What the files of an assignment tell before anything is graded: each finding one line, with
the file and what to do."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TypeVar

from autograder import authoring, leak, master, mistake, source, submission, todo
from autograder.assignment import Assignment
from autograder.disk import is_clutter
from autograder.errors import AssignmentError, SubmissionError
from autograder.mistake import PlantedMistake, Variant
from autograder.submission import Submission

PRIVATE = (
    "master.py",
    "equivalence.py",
    "*_plot.py",
    "graders/*.py",
    "mistakes/*.py",
    "variants/*.py",
)
"""The files of a private folder; ``quiz.toml`` comes with a quiz."""
_OF_PLACE = re.compile(
    r"\b(?:all|none|any|both|neither|some) (?:of (?:the )?(?:above|below|these|others?)|above)\b",
    re.IGNORECASE,
)
_OF_LETTER = re.compile(
    r"\b(?:option|answer|choice)s? \(?[A-H]\b|\b(?:both |neither |either )?[A-H] (?:and|or|nor) [A-H]\b"
)
"""How an option is said by its letter."""
_RESULT = re.compile(r"(?:return\s|\w[\w.]* = )(.*)")

Planted = TypeVar("Planted", PlantedMistake, Variant)


@dataclass(frozen=True)
class Inspection:
    """``broken`` is what must be mended before anything can be graded, ``findings`` the rest, by
    what they are about."""

    broken: tuple[str, ...]
    findings: Mapping[str, tuple[str, ...]]
    mistakes: tuple[PlantedMistake, ...] = ()
    variants: tuple[Variant, ...] = ()


def inspect(assignment: Assignment) -> Inspection:
    """Everything that can be said without grading. Raises UsageError without Otter."""
    broken = list(_missing(assignment))
    mistakes, wrong_mistakes = _readable(assignment, assignment.mistakes, mistake.read_mistake)
    variants, wrong_variants = _readable(assignment, assignment.variants, mistake.read_variant)
    broken += [*wrong_mistakes, *wrong_variants]
    findings = {
        "To do": tuple(todo.find(assignment)),
        "Files": (*_stray_public(assignment), *_stray_private(assignment)),
        "Quiz": tuple(_said_by_place(assignment)),
        "Planted mistakes": (
            *_without_mistake(assignment, mistakes),
            *_twice(assignment, mistakes),
        ),
    }
    if assignment.master.is_file():
        try:
            findings |= _of_the_master(assignment, mistakes)
        except (AssignmentError, SubmissionError) as error:
            broken.append(f"{shown(assignment, assignment.master)}: {error}")
    return Inspection(tuple(broken), findings, mistakes, variants)


def shown(assignment: Assignment, path: Path) -> str:
    """The path as it is called in the course."""
    return path.relative_to(assignment.public.parents[1]).as_posix()


def _of_the_master(
    assignment: Assignment, mistakes: Iterable[PlantedMistake]
) -> dict[str, tuple[str, ...]]:
    return {
        "Stubs": tuple(_solved(assignment)),
        "Generated files": tuple(_stale(assignment)),
        "Leaks": (*_leaks(assignment), *_telling_hints(assignment, mistakes)),
    }


def _missing(assignment: Assignment) -> Iterator[str]:
    if not assignment.master.is_file():
        yield f"{shown(assignment, assignment.master)}: missing; write the solution there"
    elif not assignment.stub.is_file():
        command = f"autograder release {assignment.slug}"
        yield f"{shown(assignment, assignment.stub)}: missing; make it: {command}"
    if not list(assignment.graders.glob("test_*.py")):
        yield f"{shown(assignment, assignment.graders)}: no test_*.py; write the hidden graders"
    readme = assignment.public / "README.md"
    if not readme.is_file():
        yield f"{shown(assignment, readme)}: missing; write the handout there"


def _readable(
    assignment: Assignment, folder: Path, read: Callable[[Path, Assignment], Planted]
) -> tuple[tuple[Planted, ...], list[str]]:
    """What is planted in a folder, and what is wrong with the headers of the rest."""
    found, complaints = list[Planted](), list[str]()
    for path in mistake.files(folder):
        try:
            found.append(read(path, assignment))
        except AssignmentError as error:
            complaints.append(str(error).replace(str(path), shown(assignment, path)))
    return tuple(found), complaints


# --- files ---------------------------------------------------------------------------------------


def _stray_public(assignment: Assignment) -> Iterator[str]:
    for path in _entries(assignment.public):
        if path not in _expected_public(assignment):
            advice = "remove it, or list it under files in assignment.toml"
            yield f"{shown(assignment, path)}: not a file that students get; {advice}"


def _expected_public(assignment: Assignment) -> list[Path]:
    """What students get, and what workers do."""
    return [*(assignment.public / name for name in assignment.bundle), assignment.probes]


def _stray_private(assignment: Assignment) -> Iterator[str]:
    patterns = (*PRIVATE, "quiz.toml") if assignment.quiz is not None else PRIVATE
    for path in _entries(assignment.private):
        inside = PurePosixPath(path.relative_to(assignment.private).as_posix())
        if not any(_fits(inside, pattern) for pattern in patterns):
            expected = ", ".join(patterns)
            yield f"{shown(assignment, path)}: nothing reads it; remove it (expected: {expected})"


def _fits(path: PurePosixPath, pattern: str) -> bool:
    # match() alone looks at the last components only
    return len(path.parts) == len(PurePosixPath(pattern).parts) and path.match(pattern)


def _entries(folder: Path) -> list[Path]:
    """The files below a folder but for caches and hidden ones."""
    return [
        path
        for path in sorted(folder.rglob("*"))
        if not path.is_dir() and not any(map(is_clutter, path.relative_to(folder).parts))
    ]


def _stale(assignment: Assignment) -> Iterator[str]:
    for path in authoring.stale_files(assignment):
        state = "differs from what the master makes" if path.exists() else "missing"
        yield f"{shown(assignment, path)}: {state}; run: autograder release {assignment.slug}"


def _solved(assignment: Assignment) -> Iterator[str]:
    """Parts that a stub defines as the solution does. Graders can't tell: to them, what is as the
    stub has it was never touched."""
    text = master.solution(assignment.master.read_text(encoding="utf-8"), assignment.quiz)
    solution = submission.from_text("solution", assignment.master.name, text)
    for form in filter(Path.is_file, assignment.forms):
        stub = submission.read_own(form, form.name)
        names = map(assignment.defined_as, assignment.parts)
        if solved := [name for name in names if _shape(stub, name) == _shape(solution, name)]:
            found = f"{' '.join(solved)} as in the solution"
            advice = "enclose solutions in # BEGIN SOLUTION and # END SOLUTION in the master"
            yield f"{shown(assignment, form)}: expected a stub; found {found}; {advice}"


def _shape(text: Submission, name: str) -> object:
    found = source.definition(text.cells, name)
    return object() if found is None else source.shape(found)


def _leaks(assignment: Assignment) -> Iterator[str]:
    secrets = leak.secrets(assignment)
    for path in _expected_public(assignment):
        if path.is_file():
            told = {what for text in leak.texts(path) for what in secrets.found_in(text)}
            for what in sorted(told):
                yield f"{shown(assignment, path)}: holds {what}; take it out"


def _said_by_place(assignment: Assignment) -> Iterator[str]:
    """Words of the quiz that are wrong once its options are shuffled."""
    quiz = assignment.quiz
    if quiz is None or quiz.shuffle is None:
        return
    where = shown(assignment, assignment.private / "quiz.toml")
    for question in quiz.questions:
        texts = [question.text, *(each for o in question.options for each in (o.text, o.why))]
        for text in texts:
            if said := _OF_LETTER.search(text):
                advice = "say what it says: students see other letters"
                yield f"{where}: {question.id} says {said[0]!r}; {advice}"
        for option in question.options:
            if not option.fixed and (said := _OF_PLACE.search(option.text)):
                what = f"{question.id}, option {option.letter} says {said[0]!r}"
                yield f"{where}: {what} and would be moved; add fixed = true"


# --- planted mistakes ----------------------------------------------------------------------------


def _without_mistake(assignment: Assignment, mistakes: Iterable[PlantedMistake]) -> Iterator[str]:
    planted = {each.part for each in mistakes}
    for part in assignment.parts:
        if part.name not in {*planted, "quiz"}:
            where = shown(assignment, assignment.mistakes)
            yield f"{where}: none in {part.name}; plant one that its graders must catch"


def _twice(assignment: Assignment, mistakes: Iterable[PlantedMistake]) -> Iterator[str]:
    hints = dict[tuple[str, str], PlantedMistake]()
    for each in mistakes:
        first = hints.setdefault((each.part, each.hint), each)
        if first is not each:
            where, other = shown(assignment, each.path), first.path.name
            yield f"{where}: its hint is that of {other}; say what differs, or drop one of them"


def _telling_hints(assignment: Assignment, mistakes: Iterable[PlantedMistake]) -> Iterator[str]:
    lines = leak.solution_lines(assignment)
    for each in mistakes:
        told = sorted(line for line in lines if _result(line) in each.hint)
        for line in told[:1]:
            where = shown(assignment, each.path)
            yield f"{where}: its hint holds {_result(line)!r:.60} of the solution; ask, don't tell"


def _result(line: str) -> str:
    """What a line computes, whatever it calls it; the line itself where that is too short."""
    match = _RESULT.fullmatch(line)
    return match[1] if match and len(match[1]) > leak.TELLING else line
