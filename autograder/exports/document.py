"""All of a class in one JSON document."""

from __future__ import annotations

import json
from typing import Any

from autograder.exports.entry import Class, Entry
from autograder.exports.roster import TEXTS

SCHEMA = 1
"""Of the document; each result in it says its own."""


def document(of: Class) -> str:
    """The results as ``grade`` wrote them, each with ``student`` (what the roster knows) and
    ``late``, which are null where there is nothing to say. Who is missing has the status
    "missing" and no points."""
    results = [_entry(entry, of) for entry in of.entries]
    return text(of, results)


def text(of: Class, results: list[dict[str, Any]]) -> str:
    """The document. Its letters are ASCII: no terminal and no reader trips over one."""
    common = {"schema": SCHEMA, "assignment": of.assignment, "max_score": of.max_score}
    return json.dumps({**common, "results": results}, indent=2) + "\n"


def _entry(entry: Entry, of: Class) -> dict[str, Any]:
    missing = {"submission": entry.submission, "status": entry.status, "score": None}
    found = entry.grade.as_json() if entry.grade is not None else missing
    return {**found, "late": late(entry), "student": _student(entry, of)}


def late(entry: Entry) -> dict[str, Any] | None:
    """When it was handed in, and what that costs."""
    if (timed := entry.late) is None or entry.grade is None:
        return None
    taken = None
    if entry.score is not None:
        taken = timed.penalty(entry.score, entry.grade.max_score)
    return {
        "submitted": timed.submitted.isoformat() if timed.submitted is not None else None,
        "deadline": timed.deadline.isoformat(),
        "days": timed.days,
        "penalty": taken,
        "final_score": entry.final,
    }


def _student(entry: Entry, of: Class) -> dict[str, str] | None:
    if entry.student is None:
        return None
    known = [column for column in TEXTS if column in of.columns and column != "submission"]
    return {column: getattr(entry.student, column) for column in known}
