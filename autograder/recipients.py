"""Who gets a quiz with an order of the options of their own: students, or groups of them."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path

from autograder.disk import printable
from autograder.errors import UsageError
from autograder.handins import folded, safe_name

COLUMNS = ("submission", "email", "name")
"""Of a roster: what a student is called by."""


def recipients(names: Sequence[str], roster: Path | None) -> list[str]:
    """The names, and those in ``roster``, a CSV file with a line of headings: of the columns
    ``COLUMNS`` the first that is filled in, or where it has none of these its first column.

    Each will be the name of a folder. Raises UsageError for one that can't, for two that some
    system takes for the same, and for a roster that can't be read or names nobody.
    """
    found = [*map(str.strip, names), *(_listed(roster) if roster is not None else [])]
    taken = dict[str, str]()
    for name in found:
        if safe_name(name) != name:
            told = printable(name[:60])
            raise UsageError(f"{told!r} can't be the name of a folder; use an id or an address")
        if (other := taken.get(folded(name))) is not None:
            raise UsageError(f"{other!r} and {name!r} are the same folder; name each once")
        taken[folded(name)] = name
    return found


def _listed(roster: Path) -> list[str]:
    try:
        text = roster.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise UsageError(f"{roster} can't be read: {error.strerror or error}") from None
    except UnicodeDecodeError:
        raise UsageError(f"{roster} is no UTF-8; save it as CSV in UTF-8") from None
    headings, *rows = [[cell.strip() for cell in row] for row in _rows(text)] or [[]]
    columns = [headings.index(each) for each in COLUMNS if each in headings] or [0]
    firsts = ([row[k] for k in columns if k < len(row) and row[k]] for row in rows)
    names = [filled[0] for filled in firsts if filled]
    if not names:
        raise UsageError(f"{roster} names nobody; expected a line of headings, then a line each")
    return names


def _rows(text: str) -> Iterable[list[str]]:
    first = text.partition("\n")[0]
    # spreadsheets of half the world write semicolons
    return csv.reader(text.splitlines(), delimiter=max(",;\t", key=first.count))
