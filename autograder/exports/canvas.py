"""A CSV for Canvas' gradebook: Grades, Import."""

from __future__ import annotations

from autograder.errors import UsageError
from autograder.exports.entry import Class, Entry
from autograder.exports.spreadsheet import table
from autograder.gradebook import number

COLUMNS = {"canvas_id": "ID", "sis_user_id": "SIS User ID", "sis_login_id": "SIS Login ID"}
"""By which Canvas finds a student, the first that is filled in; else by name, which two may have."""


def canvas(of: Class, column: str | None = None) -> str:
    """The table: a row of points possible, then a row a student, with the final points.

    Canvas makes a new assignment of a ``column`` (the title if None) that it does not know; its
    own export names one that exists ``Title (1234)``. Who has no points gets no row: an empty cell
    would remove what is in the gradebook. Raises UsageError for a roster without Canvas' ids.
    """
    if not set(of.columns) & set(COLUMNS):
        raise UsageError(
            f"Canvas finds students by their ids: expected one of the columns {', '.join(COLUMNS)} "
            "in a --roster FILE"
        )
    head = ["Student", *COLUMNS.values(), "Section", column or of.title]
    possible = ["Points Possible", "", "", "", "", number(of.max_score)]
    return table([head, possible, *map(_row, listed(of))])


def listed(of: Class) -> list[Entry]:
    """Those whom Canvas can find, and who have points."""
    return [entry for entry in of.entries if entry.final is not None and any(_ids(entry))]


def _row(entry: Entry) -> list[str]:
    assert entry.student is not None
    return [entry.student.shown, *_ids(entry), entry.student.section, number(entry.final)]


def _ids(entry: Entry) -> list[str]:
    return [getattr(entry.student, each) for each in COLUMNS] if entry.student else []
