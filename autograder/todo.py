"""What a new assignment still asks of its author: lines with the marker ``TODO(author)``."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from autograder.assignment import Assignment
from autograder.disk import is_clutter

MARKER = "TODO(author)"


def find(assignment: Assignment) -> list[str]:
    """Each line of the two folders that holds the marker, as ``path:line: text``; paths are
    relative to the course."""
    course = assignment.public.parents[1]
    folders = (assignment.public, assignment.private)
    return [
        f"{path.relative_to(course).as_posix()}:{number}: {line}"
        for folder in folders
        for path in _files(folder)
        for number, line in _marked(path)
    ]


def _files(folder: Path) -> list[Path]:
    """The files below ``folder`` that somebody wrote."""
    return [
        path
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not any(map(is_clutter, path.relative_to(folder).parts))
    ]


def _marked(path: Path) -> Iterator[tuple[int, str]]:
    text = path.read_text(encoding="utf-8", errors="replace")
    for number, line in enumerate(text.splitlines(), 1):
        if MARKER in line:
            yield number, line.strip()
