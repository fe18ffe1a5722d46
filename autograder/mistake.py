"""Planted mistakes and right but unusual variants: the data that a grader is graded by.

``solutions/<slug>/mistakes/*.py`` hold one realistic misunderstanding in one part each, with a
header that says which checks it must fail, and the hint that a student who made it would need::

    # part: my_loss
    # id: my_loss_no_half
    # title: the small branch lacks its factor
    # hint: Look again at what a small error costs: compare your result with the example in
    #   the docstring.
    # fails: values gradient
    # passes: defined shape

A line ``# spoils: other_part`` names parts that are built on this one and may fail with it.

``solutions/<slug>/variants/*.py`` are right: they define parts that must get full marks. Both are
graded laid over the solution, which defines the parts that they don't.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from autograder import source
from autograder import submission as reading
from autograder.assignment import Assignment
from autograder.errors import AssignmentError
from autograder.submission import Submission

_FIELD = re.compile(r"# (?P<name>[a-z]+):(?P<value>.*)")
_MORE = re.compile(r"#   (?P<value>.*)")


@dataclass(frozen=True)
class PlantedMistake:
    """A misunderstanding in ``part``: ``fails`` are exactly the checks that it fails, ``passes``
    those that it passes; the others are skipped. ``hint`` is what to rethink, ``spoils`` are
    parts that may fail with it."""

    id: str
    part: str
    title: str
    hint: str
    fails: frozenset[str]
    passes: frozenset[str]
    text: str
    path: Path
    spoils: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Variant:
    """A right but unusual way to write ``parts``."""

    id: str
    title: str
    parts: tuple[str, ...]
    text: str
    path: Path


def mistakes(assignment: Assignment) -> tuple[PlantedMistake, ...]:
    """The planted mistakes, by file name. Raises AssignmentError for a header that is wrong."""
    return tuple(read_mistake(path, assignment) for path in files(assignment.mistakes))


def variants(assignment: Assignment) -> tuple[Variant, ...]:
    """The variants, by file name. Raises AssignmentError for a header that is wrong."""
    return tuple(read_variant(path, assignment) for path in files(assignment.variants))


def laid_over(solution: Submission, identity: str, *texts: str) -> Submission:
    """The solution with the definitions of ``texts`` in the place of its own: no second one is
    left, so that an empty one is seen as such."""
    over = [
        replace(cell, name=f"{identity} {number}, {cell.name}")
        for number, text in enumerate(filter(str.strip, texts), 1)
        for cell in reading.from_text(identity, f"{identity}.py", text).cells
    ]
    defined = {name for each in source.top_level(over) for name in source.bound(each)}
    cells = [
        source.cut(cell, [(each, "") for each in body if defined.intersection(source.bound(each))])
        for cell in solution.cells
        for body in [cell.tree.body if cell.tree else []]
    ]
    return replace(solution, id=identity, cells=(*cells, *over))


def files(folder: Path) -> list[Path]:
    """The planted texts in a folder, by name."""
    return sorted(folder.glob("*.py"))


def read_mistake(path: Path, assignment: Assignment) -> PlantedMistake:
    """One of ``mistakes``. Raises AssignmentError."""
    text = path.read_text(encoding="utf-8")
    header = _header(path, text, ("part", "id", "title", "hint", "fails", "passes"))
    if header["id"] != path.stem:
        raise AssignmentError(f"{path}: expected id {path.stem}, as the file is called")
    known = {part.name: frozenset(part.checks) for part in assignment.parts}
    spoils = frozenset(header.get("spoils", "").split())
    if unknown := sorted({header["part"], *spoils} - known.keys()):
        raise AssignmentError(f"{path}: no part {unknown[0]!r:.60} in assignment.toml")
    fails, passes = frozenset(header["fails"].split()), frozenset(header["passes"].split())
    if unknown := sorted((fails | passes) - known[header["part"]]):
        raise AssignmentError(f"{path}: {header['part']} has no check {unknown[0]!r:.60}")
    if not fails or fails & passes:
        raise AssignmentError(f"{path}: expected checks that fail, and none that fails and passes")
    named = {name: header[name] for name in ("id", "part", "title", "hint")}
    return PlantedMistake(**named, fails=fails, passes=passes, text=text, path=path, spoils=spoils)


def read_variant(path: Path, assignment: Assignment) -> Variant:
    """One of ``variants``. Raises AssignmentError."""
    text = path.read_text(encoding="utf-8")
    header = _header(path, text, ("title", "parts"))
    parts = tuple(header["parts"].split())
    if unknown := sorted(set(parts) - {part.name for part in assignment.parts}):
        raise AssignmentError(f"{path}: no part {unknown[0]!r:.60} in assignment.toml")
    return Variant(path.stem, header["title"], parts, text, path)


def _header(path: Path, text: str, names: tuple[str, ...]) -> Mapping[str, str]:
    """The fields at the top of the file, each of ``names`` there and not empty."""
    header = dict(_fields(text))
    for name in names:
        # `passes` may be empty: a mistake can fail whatever is looked at
        if name not in header or not (header[name] or name == "passes"):
            raise AssignmentError(f"{path}: expected a line `# {name}: ...` at its top")
    return header


def _fields(text: str) -> Iterator[tuple[str, str]]:
    name, values = "", list[str]()
    for line in text.splitlines():
        if field := _FIELD.fullmatch(line):
            yield name, " ".join(values)
            name, values = field["name"], [field["value"].strip()]
        elif more := _MORE.fullmatch(line):
            values.append(more["value"].strip())
        else:
            break
    yield name, " ".join(values)
