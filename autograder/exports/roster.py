"""Who is in the class: a table that staff keeps, ``roster.csv``."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import UTC, datetime, timedelta
from pathlib import Path

from autograder.errors import UsageError
from autograder.exports.late import Extension
from autograder.gradebook import inert

IDENTIFIERS = (
    *("submission", "email", "canvas_id", "sis_user_id", "sis_login_id"),
    *("moodle_idnumber", "moodle_username"),
)
"""Columns that tell one student from another."""
MAX_EXTRA = 3650
"""Days."""
_ZONE = re.compile(r" ?(?:UTC|(?<=\d)Z)$| (?=[+-]\d\d:?\d\d$)")


@dataclass(frozen=True)
class Student:
    """A line of the roster; what it does not say is empty. ``submission`` is the name of the
    result: ``alice`` for ``results/alice.json``."""

    submission: str = ""
    name: str = ""
    email: str = ""
    section: str = ""
    canvas_id: str = ""
    sis_user_id: str = ""
    sis_login_id: str = ""
    moodle_idnumber: str = ""
    moodle_username: str = ""
    submitted: datetime | None = None
    extension: Extension | None = None

    @property
    def shown(self) -> str:
        """What staff will recognise."""
        return self.name or next(
            (getattr(self, each) for each in IDENTIFIERS if getattr(self, each)), ""
        )


TEXTS = tuple(each.name for each in fields(Student) if each.type == "str")
_TIMES = ("submitted", "deadline", "extra_days")


@dataclass(frozen=True)
class Roster:
    """The students of a class, in the order of ``file``, and which ``columns`` it has."""

    students: tuple[Student, ...] = ()
    columns: tuple[str, ...] = ()
    file: str = ""
    by_submission: Mapping[str, Student] = field(init=False)

    def __post_init__(self) -> None:
        found = {each.submission: each for each in self.students if each.submission}
        object.__setattr__(self, "by_submission", found)

    @property
    def tells_times(self) -> bool:
        return any(each in self.columns for each in _TIMES)

    @classmethod
    def read(cls, path: Path) -> Roster:
        """The roster of a CSV file: UTF-8, commas or semicolons. Raises UsageError, in one line."""
        try:
            text = path.read_text(encoding="utf-8-sig")
        except OSError as error:
            raise UsageError(f"{path} can't be read: {error.strerror}") from None
        except ValueError:
            raise UsageError(f"{path} is not UTF-8; save it as CSV in UTF-8") from None
        try:
            return _parsed(text, path.name)
        except csv.Error as error:
            raise UsageError(f"{path.name} is no CSV: {error}") from None


def _parsed(text: str, file: str) -> Roster:
    head = text.partition("\n")[0]
    separator = ";" if ";" in head and "," not in head else ","
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    columns = _columns([cell.strip() for cell in next(lines, [])], file)
    students, seen = list[Student](), dict[tuple[str, str], int]()
    for cells in lines:
        where = f"{file}, line {lines.line_num}"
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) > len(columns):
            raise UsageError(f"{where}: expected {len(columns)} cells, found {len(cells)}")
        cells += [""] * (len(columns) - len(cells))
        row = dict(zip(columns, (_tidy(cell) for cell in cells), strict=True))
        _distinct(row, seen, lines.line_num, where)
        students.append(_student(row, where))
    return Roster(tuple(students), columns, file)


def _columns(found: Sequence[str], file: str) -> tuple[str, ...]:
    known = (*TEXTS, *_TIMES)
    for column in found:
        if column not in known:
            raise UsageError(f"{file}: unknown column {column!r:.60}; known: {', '.join(known)}")
        if found.count(column) > 1:
            raise UsageError(f"{file}: the column {column} is there twice")
    if "submission" not in found:
        told = "the names of the results, as in grades.csv"
        raise UsageError(f"{file}: expected a column submission, with {told}")
    return tuple(found)


def _tidy(cell: str) -> str:
    """Without what nobody sees, and in the form that ids of submissions have."""
    return unicodedata.normalize("NFC", cell.strip())


def _distinct(
    row: Mapping[str, str], seen: dict[tuple[str, str], int], line: int, where: str
) -> None:
    """Two students of one id would get each other's points; an id like a formula could not be
    written so that both a spreadsheet and an importer read it right."""
    for column in IDENTIFIERS:
        if not (cell := row.get(column, "")):
            continue
        first = seen.setdefault((column, cell), line)
        if first != line:
            raise UsageError(f"{where}: {column} {cell!r:.60} is that of line {first}; mend one")
        if column != "submission" and (inert(cell) != cell or not cell.isprintable()):
            raise UsageError(f"{where}: {column} {cell!r:.60} would be taken for a formula")


def _student(row: Mapping[str, str], where: str) -> Student:
    texts = {column: row[column] for column in TEXTS if column in row}
    submitted = _time(row.get("submitted", ""), f"{where}: expected submitted")
    return Student(**texts, submitted=submitted, extension=_extension(row, where))


def _extension(row: Mapping[str, str], where: str) -> Extension | None:
    deadline, extra = row.get("deadline", ""), row.get("extra_days", "")
    if deadline and extra:
        raise UsageError(f"{where}: found a deadline and extra_days; expected one of them")
    if not extra:
        return _time(deadline, f"{where}: expected deadline")
    if not re.fullmatch(r"\d+(\.\d+)?", extra, re.ASCII) or float(extra) > MAX_EXTRA:
        told = f"expected extra_days as a number up to {MAX_EXTRA}"
        raise UsageError(f"{where}: {told}, as in 2 or 0.5; found {extra!r:.40}")
    return timedelta(days=float(extra))


def _time(text: str, expected: str) -> datetime | None:
    """A time as people and learning platforms write it: ISO, or with a space before the zone."""
    if not text:
        return None
    form = "a time with its zone, as in 2026-12-01T23:59:00+01:00"
    try:
        found = datetime.fromisoformat(_ZONE.sub(_zone, text))
        if found.tzinfo is not None:
            found.astimezone(UTC)  # the first and the last day of all times may not be in it
            return found
    except (ValueError, OverflowError):
        pass
    raise UsageError(f"{expected} as {form}; found {text!r:.40}")


def _zone(found: re.Match[str]) -> str:
    return "+00:00" if found[0].strip() else ""
