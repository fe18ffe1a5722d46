"""How far a run has come: a bar for people, on a terminal only, and a log for programs.

The log has one JSON object a line, each durable when the next hand-in is waited for, with ``event``
and ``time`` (UTC). A run that is started again goes on writing where the last one stopped.

``start``
    ``total`` hand-ins, of which ``done`` were graded before.
``result``
    ``id``, ``status``, ``score`` (null if it needs staff), ``seconds`` that it took; of the run so
    far ``done``, ``total``, ``needs_staff`` (of those graded in it), ``rate`` (hand-ins a minute)
    and ``remaining_seconds``.
``end``
    ``done``, ``total``, ``needs_staff``, ``seconds`` of the run, and ``complete``: false after an
    interruption or an error.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
from collections import deque
from collections.abc import Callable, Generator, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import monotonic
from typing import Any, Self, TypeVar

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from autograder import summary
from autograder.errors import UsageError
from autograder.result import Grade

Item = TypeVar("Item")

RECENT = 100
"""Results that the rate is taken from."""


class Pace:
    """Counts results as they come. ``done`` of ``total`` were there before."""

    def __init__(self, total: int, done: int = 0, clock: Callable[[], float] = monotonic) -> None:
        self.total = total
        self.done = done
        self.needs_staff = 0
        self._clock = clock
        self._start = clock()
        self._times = deque([self._start], maxlen=RECENT + 1)

    def count(self, grade: Grade) -> None:
        """One more."""
        self.done += 1
        self.needs_staff += grade.status == "error"
        self._times.append(self._clock())

    @property
    def seconds(self) -> float:
        """Since the start."""
        return self._clock() - self._start

    @property
    def rate(self) -> float:
        """Hand-ins a minute, of late; 0.0 before the first."""
        passed = self._times[-1] - self._times[0]
        return 60 * (len(self._times) - 1) / passed if passed > 0 else 0.0

    @property
    def remaining_seconds(self) -> float | None:
        """Until the end at this rate; None before the first."""
        return 60 * (self.total - self.done) / self.rate if self.rate else None


class Log:
    """A file of events. What can't be written is told once; the grading goes on."""

    def __init__(self, name: Path, warn: Callable[[str], None]) -> None:
        """``-`` is stderr. Raises UsageError for a file that can't be opened."""
        self._name = name
        self._warn = warn
        self._is_broken = False
        try:
            self._file = sys.stderr.fileno() if str(name) == "-" else _opened(name)
        except OSError as error:
            reason = error.strerror or error
            raise UsageError(f"can't write progress to {name}: {reason}; name a file") from None

    def write(self, event: str, **fields: Any) -> None:
        """One line, on the disk when this returns."""
        if self._is_broken:
            return
        now = datetime.now(UTC).isoformat(timespec="milliseconds")
        line = json.dumps({"event": event, "time": now, **fields}) + "\n"
        try:
            _write_all(self._file, line.encode())
        except OSError as error:
            self._is_broken = True
            self._warn(f"no more progress is written to {self._name}: {error.strerror or error}")
        with contextlib.suppress(OSError):  # a pipe or a terminal has nothing to sync
            os.fsync(self._file)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if str(self._name) != "-":
            os.close(self._file)


def _opened(name: Path) -> int:
    """A descriptor that appends; a line that a kill has cut off is ended first."""
    name.parent.mkdir(parents=True, exist_ok=True)
    file = os.open(name, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o666)
    with contextlib.suppress(OSError), name.open("rb") as written:
        written.seek(-1, os.SEEK_END)
        if written.read(1) != b"\n":
            _write_all(file, b"\n")
    return file


def _write_all(file: int, raw: bytes) -> None:
    while raw:
        raw = raw[os.write(file, raw) :]


def followed(
    grades: Iterator[Grade], total: int, done: int = 0, log: Log | None = None
) -> Generator[Grade, None, None]:
    """The grades, shown and logged as they come: each when its taker asks for the next, for by
    then it is kept."""
    pace = Pace(total, done)
    if log is not None:
        log.write("start", total=total, done=done)
    try:
        with _bar() as bar:
            task = bar.add_task("starting TensorFlow", total=total, completed=done, told="")
            for grade in grades:
                yield grade
                pace.count(grade)
                bar.update(task, description="grading", completed=pace.done, told=_told(pace))
                if log is not None:
                    log.write("result", **_event(grade, pace))
    finally:
        if log is not None:
            log.write("end", **_end(pace))


def counted(items: Iterator[Item], total: int, what: str) -> Iterator[Item]:
    """The items, counted on a terminal as they come."""
    with _bar() as bar:
        task = bar.add_task(what, total=total, told="")
        for item in items:
            yield item
            bar.advance(task)


def _bar() -> Progress:
    console = summary.console(stderr=True)
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[told]}"),
        console=console,
        transient=True,
        disable=not console.is_terminal,
    )


def _told(pace: Pace) -> str:
    """What stands beside the bar."""
    left = timedelta(seconds=round(pace.remaining_seconds or 0))
    words = [f"{pace.rate:.0f}/min", f"{left} left"]
    if pace.needs_staff:
        words.append(f"[yellow]{pace.needs_staff} for staff[/yellow]")
    return ", ".join(words)


def _event(grade: Grade, pace: Pace) -> dict[str, Any]:
    left = pace.remaining_seconds
    return {
        "id": grade.submission,
        "status": grade.status,
        "score": grade.score,
        "seconds": round(grade.seconds, 3),
        "done": pace.done,
        "total": pace.total,
        "needs_staff": pace.needs_staff,
        "rate": round(pace.rate, 1),
        "remaining_seconds": None if left is None else round(left, 1),
    }


def _end(pace: Pace) -> dict[str, Any]:
    return {
        "done": pace.done,
        "total": pace.total,
        "needs_staff": pace.needs_staff,
        "seconds": round(pace.seconds, 3),
        "complete": pace.done == pace.total,
    }
