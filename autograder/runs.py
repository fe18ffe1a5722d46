"""What is to be known of the runs that graded a class, in ``OUT/run.json``: with what, how, when."""

from __future__ import annotations

import json
import platform
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self

from autograder import __version__, identity
from autograder.files import write_atomically
from autograder.isolation import Isolation, Level

NAME = "run.json"
SCHEMA = 1
KEPT = 50
"""Runs that are remembered, the last ones."""


@dataclass(frozen=True)
class Run:
    """One run that graded something. ``isolation`` is the level that its machine reached, None if
    many machines graded; all of them reached ``required``. ``missing`` are the layers that were
    not active. ``seconds`` are those of the wall clock, ``versions`` those of all that grades."""

    started: str
    seconds: float
    hand_ins: int
    graded: int
    jobs: int | None
    seed: int
    required: str
    isolation: str | None
    missing: tuple[str, ...]
    versions: Mapping[str, str]
    system: str

    @classmethod
    def now(
        cls,
        started: datetime,
        counts: tuple[int, int],
        jobs: int | None,
        seed: int,
        required: Level,
        isolation: Isolation | None,
    ) -> Self:
        """The run that began at ``started`` (with a time zone) and ends here; ``counts`` are the
        hand-ins, and how many of them it graded."""
        return cls(
            started.astimezone(UTC).isoformat(timespec="seconds"),
            round((datetime.now(UTC) - started).total_seconds(), 1),
            *counts,
            jobs,
            seed,
            required.value,
            None if isolation is None else isolation.level.value,
            () if isolation is None else tuple(layer.name for layer in isolation.missing),
            {"autograder": __version__, **identity.of_engine()},
            f"{platform.system()} {platform.release()} {platform.machine()}",
        )


def remember(folder: Path, run: Run) -> None:
    """Append the run to those of the folder. Raises UsageError."""
    runs = [*_read(folder), asdict(run)][-KEPT:]
    text = json.dumps({"schema": SCHEMA, "runs": runs}, indent=2)
    write_atomically(folder / NAME, text + "\n")


def remembered(folder: Path) -> list[Run]:
    """The runs of the folder, the last one at the end; without those that nobody can make out."""
    return [run for each in _read(folder) if (run := _run(each)) is not None]


def _read(folder: Path) -> list[Any]:
    """None where the file is missing, or somebody else's: facts about runs stop no run."""
    try:
        found = json.loads((folder / NAME).read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return []
    is_ours = isinstance(found, dict) and found.get("schema") == SCHEMA
    return list(found["runs"]) if is_ours and isinstance(found.get("runs"), list) else []


_NUMBERS = ("seconds", "hand_ins", "graded", "seed")
_TEXTS = ("started", "required", "system")


def _run(data: object) -> Run | None:
    if not isinstance(data, dict) or not {field.name for field in fields(Run)} <= data.keys():
        return None
    sound = (
        all(type(data[name]) in (int, float) for name in _NUMBERS)
        and all(isinstance(data[name], str) for name in _TEXTS)
        and isinstance(data["isolation"], str | None)
        and isinstance(data["jobs"], int | None)
        and _are_texts(data["missing"])
        and isinstance(data["versions"], dict)
        and _are_texts(list(data["versions"].values()))
    )
    if not sound:
        return None
    known = {field.name: data[field.name] for field in fields(Run)}
    return Run(**{**known, "missing": tuple(data["missing"])})


def _are_texts(found: object) -> bool:
    return isinstance(found, list | tuple) and all(isinstance(each, str) for each in found)
