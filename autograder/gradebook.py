"""The files of a graded class: one result each, and the table."""

from __future__ import annotations

import csv
import io
import json
import re
import unicodedata
from collections.abc import Iterable
from pathlib import Path

from autograder.assignment import Assignment
from autograder.files import remove_unfinished, write_atomically
from autograder.result import Grade


class Gradebook:
    """The folder that ``grade -o`` names. Every file in it is replaced in one step."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @property
    def table(self) -> Path:
        return self.folder / "grades.csv"

    def prepare(self) -> None:
        """Find out now, not after the first grade, whether the folder can be written. Raises
        UsageError."""
        trial = self.folder / "results" / ".trial"
        write_atomically(trial, "")
        trial.unlink()

    def tidy(self) -> None:
        """Remove what a run has half written that was killed; the journal's lock is held."""
        for folder in (self.folder, self.folder / "results"):
            remove_unfinished(folder)

    def record(self, grade: Grade) -> None:
        """Write ``results/<submission>.json``, unless it is so already; durable when this returns."""
        path, text = self.folder / "results" / f"{grade.submission}.json", result_file(grade)
        if not _holds(path, text):
            write_atomically(path, text)

    def write_table(self, grades: Iterable[Grade], assignment: Assignment) -> None:
        """Write grades.csv: a row a submission, by name; no points where there is no verdict."""
        text = io.StringIO()
        rows = csv.writer(text, lineterminator="\n")
        names = [part.name for part in assignment.parts]
        rows.writerow(["submission", "status", "score", "max_score", *names])
        for grade in sorted(grades, key=lambda grade: grade.submission.casefold()):
            graded = grade.parts if grade.error is None else ()
            scores = {part.name: part.score for part in graded}
            points = [grade.score, grade.max_score, *map(scores.get, names)]
            cells = [grade.submission, grade.status, *map(number, points)]
            rows.writerow([inert(cell) for cell in cells])
        write_atomically(self.table, text.getvalue())


def result_file(grade: Grade) -> str:
    """The text of a result file."""
    return _escaped(json.dumps(grade.as_json(), indent=2, ensure_ascii=False)) + "\n"


def _holds(path: Path, text: str) -> bool:
    try:
        return path.read_bytes() == text.encode()
    except (OSError, ValueError):  # half a letter is no UTF-8
        return False


def number(points: float | None) -> str:
    """Points in a cell, which is empty where there are none."""
    # `g` alone keeps six digits: 12345.75 would become 12345.8
    return "" if points is None else f"{points:.12g}"


def _escaped(text: str) -> str:
    """JSON that steers no terminal and breaks no reader: what does not print is escaped."""
    return re.sub(r"[^\n -~]", _escape, text)


def _escape(char: re.Match[str]) -> str:
    return char[0] if char[0].isprintable() else json.dumps(char[0])[1:-1]


_CELL = re.compile(r"(^|[;\t\r\n])(?= *(.?))", re.DOTALL)
"""Where a cell starts: also after a semicolon, at which half the world's spreadsheets split."""


def inert(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula, or for several cells with one among them."""
    return _CELL.sub(lambda start: start[1] + ("'" if _is_sign(start[2]) else ""), cell)


def _is_sign(char: str) -> bool:
    # NFKC: some take the wide signs of Asian keyboards for the signs
    return unicodedata.normalize("NFKC", char).startswith(("=", "+", "-", "@", "\t", "\r"))
