"""Result files, read back as grades."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from autograder.errors import ResultError, UsageError
from autograder.result import Grade


def read(paths: Sequence[Path]) -> list[Grade]:
    """The grades in result files, and in folders that ``grade -o`` wrote, by name.

    Raises UsageError where there are none and ResultError for a file that is no result.
    """
    files = [file for path in paths for file in _files(path)]
    return sorted(map(_grade, files), key=lambda grade: grade.submission.casefold())


def _files(path: Path) -> Sequence[Path]:
    if not path.is_dir():
        return [path]
    folder = path / "results" if (path / "results").is_dir() else path
    found = sorted(folder.glob("*.json"))
    if not found:
        raise UsageError(f"no results in {path}: expected results/*.json, as grade -o writes them")
    return found


def _grade(path: Path) -> Grade:
    try:
        return Grade.from_json(json.loads(path.read_text(encoding="utf-8")))
    except OSError as error:
        raise UsageError(f"{path} can't be read: {error.strerror}") from None
    except (ValueError, RecursionError) as error:
        raise ResultError(f"{path}: expected a result file in JSON; {error}") from None
    except ResultError as error:
        raise ResultError(f"{path}: {error}") from None
