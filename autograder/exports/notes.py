"""What staff has to know of a class that was exported, and may not see in the file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from autograder.exports.entry import MISSING, Class, Entry

MOST_NAMES = 10
"""In a line."""


def notes(of: Class, roster: str, listed: Sequence[Entry]) -> Iterator[str]:
    """Lines: who has no points, and why; whose points are perhaps not those that they should be.

    ``roster`` is the name of its file, empty without one; ``listed`` are the entries that have a
    row of their own.
    """
    found = {
        "needs staff, no points": [e for e in of.entries if e.status == "error"],
        "handed nothing in, no points": [e for e in of.entries if e.status == MISSING],
        f"not in {roster}": [e for e in of.entries if roster and e.student is None],
        "no id to be found by, left out": [e for e in of.entries if _is_lost(e, listed)],
        "nobody knows when it was handed in, nothing taken off": [
            e
            for e in of.entries
            if e.late and e.late.days is None and e.late.policy.penalty_per_day
        ],
    }
    for what, entries in found.items():
        if entries:
            yield f"{what}: {_names(entries)}"


def _is_lost(entry: Entry, listed: Sequence[Entry]) -> bool:
    return entry.student is not None and entry.final is not None and entry not in listed


def _names(entries: Sequence[Entry]) -> str:
    shown = [
        entry.submission or (entry.student.shown if entry.student else "") for entry in entries
    ]
    more = f" and {len(shown) - MOST_NAMES} more" if len(shown) > MOST_NAMES else ""
    return ", ".join(shown[:MOST_NAMES]) + more
