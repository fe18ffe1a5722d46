"""A class for research: what was scored and misunderstood, but not by whom.

What students wrote, printed or named is left out, with everything that quotes it or leads back to
it: code, output, messages, errors, curves, file names, digests, times, the order of names.
"""

from __future__ import annotations

import contextlib
import hmac
import os
import re
import secrets
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from autograder.errors import UsageError
from autograder.exports import document
from autograder.exports.entry import Class, Entry
from autograder.exports.spreadsheet import paid, scores, table
from autograder.gradebook import number
from autograder.result import CheckResult, PartResult

KEY_BYTES = 32


def key(path: Path) -> bytes:
    """The secret in ``path``, made if there is none, for its owner alone. Raises UsageError."""
    made = secrets.token_hex(KEY_BYTES)
    try:
        with contextlib.suppress(FileExistsError):
            path.parent.mkdir(parents=True, exist_ok=True)
            flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
            with os.fdopen(os.open(path, flags, 0o600), "w", encoding="ascii") as file:
                file.write(f"{made}\n")
        found = path.read_text(encoding="ascii").strip()
    except OSError as error:
        raise UsageError(f"the key {path} can't be read or made: {error.strerror}") from None
    except ValueError:
        found = ""
    if not re.fullmatch(rf"[0-9a-f]{{{2 * KEY_BYTES}}}", found):
        told = f"expected {2 * KEY_BYTES} hexadecimal digits in {path}"
        raise UsageError(f"{told}, the key of pseudonyms; name another file, and it is made")
    return bytes.fromhex(found)


def pseudonym(submission: str, secret: bytes) -> str:
    """The same for a name and a key, whatever the assignment; without the key, no way back and
    none to try names out."""
    name = submission.encode(errors="surrogatepass")
    return f"s{hmac.digest(secret, name, 'sha256').hex()[:16]}"


def pseudonymous_document(of: Class, secret: bytes) -> str:
    """The class in JSON: a result has scores, outcomes, letters of the quiz, ids of mistakes."""
    results = [_result(name, entry) for name, entry in _named(of, secret)]
    return document.text(of, results)


def pseudonymous_spreadsheet(of: Class, secret: bytes) -> str:
    """The class in CSV, the same in a row: a part's points and ``<part> mistake``, then each
    check's outcome as ``<part>.<check>`` and the letters chosen as ``<part>.<check> answer``."""
    late = ("days_late", "penalty", "final_score") if of.is_due else ()
    misunderstood = [f"{part} mistake" for part in of.parts]
    columns = _columns(of)
    fixed = ["submission", "status", "score", "max_score", *of.parts, *misunderstood, *late]
    rows = [[*fixed, *columns]]
    for name, entry in _named(of, secret):
        points = [entry.score, of.max_score, *scores(entry.grade, of.parts)]
        parts = {part.name: part for part in _parts(entry)}
        mistakes = [_mistake(parts.get(part)) or "" for part in of.parts]
        cells = dict(cell for part in parts.values() for cell in _cells(part))
        checked = [cells.get(column, "") for column in columns]
        times = _late(entry) if of.is_due else []
        rows.append([name, entry.status, *map(number, points), *mistakes, *times, *checked])
    return table(rows)


def _named(of: Class, secret: bytes) -> Sequence[tuple[str, Entry]]:
    """By pseudonym: the order of names would give them away. Who has neither a result nor a name
    for it can't be told from others, and is left out."""
    named = [
        (pseudonym(entry.submission, secret), entry) for entry in of.entries if entry.submission
    ]
    return sorted(named, key=lambda pair: pair[0])


def _parts(entry: Entry) -> tuple[PartResult, ...]:
    return entry.grade.parts if entry.grade is not None else ()


def _result(name: str, entry: Entry) -> dict[str, Any]:
    timed = document.late(entry)
    kept = ("days", "penalty", "final_score")
    return {
        "submission": name,
        "status": entry.status,
        "score": entry.score,
        "late": {each: timed[each] for each in kept} if timed is not None else None,
        "parts": [_part(part) for part in _parts(entry)],
    }


def _part(part: PartResult) -> dict[str, Any]:
    return {
        "name": part.name,
        "score": part.score,
        "max_score": part.max_score,
        "mistake": _mistake(part),
        "checks": [_check(check) for check in part.checks],
    }


def _check(check: CheckResult) -> dict[str, Any]:
    kept = ("name", "outcome", "score", "max_score")
    asked = {} if check.answer is None else {"answer": _letters(check)}
    return {each: getattr(check, each) for each in kept} | asked


def _mistake(part: PartResult | None) -> str | None:
    return part.mistake.id if part is not None and part.mistake is not None else None


def _letters(check: CheckResult) -> str:
    """What was chosen. Anything but letters of options is somebody's own words."""
    return check.answer if check.answer and re.fullmatch("[A-Z]{1,26}", check.answer) else ""


def _columns(of: Class) -> list[str]:
    parts = (part for entry in of.entries for part in _parts(entry))
    return list(dict.fromkeys(column for part in parts for column, _ in _cells(part)))


def _cells(part: PartResult) -> Iterator[tuple[str, str]]:
    for check in part.checks:
        yield f"{part.name}.{check.name}", check.outcome
        if check.answer is not None:
            yield f"{part.name}.{check.name} answer", _letters(check)


def _late(entry: Entry) -> list[str]:
    days = entry.late.days if entry.late is not None else None
    return [str(days) if days is not None else "", *paid(entry)]
