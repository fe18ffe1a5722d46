"""A CSV for Moodle's gradebook: Grades, Import, CSV file."""

from __future__ import annotations

from collections.abc import Iterator

from autograder.errors import UsageError
from autograder.exports.entry import Class, Entry
from autograder.exports.escaping import clean, html
from autograder.exports.reasons import points, reason
from autograder.exports.spreadsheet import table
from autograder.gradebook import number

COLUMNS = {
    "moodle_idnumber": "ID number",
    "moodle_username": "Username",
    "email": "Email address",
}
"""Of the roster, by which Moodle finds a student, and what Moodle's own export calls them."""


def moodle(of: Class, column: str | None = None) -> str:
    """The table: who it is, the final points, and feedback.

    There is one column that says who it is, filled in in every row: where the one that Moodle is
    told to go by is empty, it writes the points to the student of the row before. Who has no
    points gets no row: an empty cell would remove what is in the gradebook. Raises UsageError for
    a roster that Moodle could not find a student by.
    """
    identifier = _identifier(of)
    title = column or of.title
    head = [COLUMNS[identifier], title, f"Feedback: {title}"]
    return table([head, *(_row(entry, identifier) for entry in listed(of))])


def listed(of: Class) -> list[Entry]:
    """Those whom Moodle can find, and who have points. Raises UsageError."""
    found, identifier = of.entries, _identifier(of)
    return [each for each in found if each.final is not None and _name(each, identifier)]


def _identifier(of: Class) -> str:
    """The first of ``COLUMNS`` that the roster has."""
    found = next((each for each in COLUMNS if each in of.columns), None)
    if found is None:
        raise UsageError(
            f"Moodle finds students by one of {', '.join(COLUMNS)}: expected that column in a "
            "--roster FILE"
        )
    return found


def _name(entry: Entry, identifier: str) -> str:
    return getattr(entry.student, identifier) if entry.student is not None else ""


def _row(entry: Entry, identifier: str) -> list[str]:
    return [_name(entry, identifier), number(entry.final), " ".join(_feedback(entry))]


def _feedback(entry: Entry) -> Iterator[str]:
    """HTML, as Moodle shows it to the student: of parts that may be seen, why they lost points."""
    assert entry.grade is not None
    if entry.lateness:
        yield f"<p>{html(entry.lateness)}</p>"
    for part in entry.grade.parts:
        seen = all(check.visibility == "visible" for check in part.checks)
        if seen and part.score < part.max_score:
            told = f"{clean(part.name)} {points(part.checks)}: {reason(part)}"
            yield f"<p>{html(told)}</p>"
