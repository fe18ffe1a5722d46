"""Checking again whenever a file is saved, until Ctrl-C.

What is checked, and how, is a ``Checker``'s: ``standby`` has the one of staff, ``public`` the one
of students. Here are the saves, what the screen shows, and the loop.
"""

from __future__ import annotations

import ast
import os
import signal
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, strftime
from typing import Protocol, Self

from rich.console import RenderableType

from autograder import submission, summary
from autograder.disk import GRADABLE, is_clutter, printable
from autograder.errors import SubmissionError
from autograder.source import Cell, bound

QUIET_MS, BUSY_MS = 50, 400
"""A save is over when the folder has been quiet for so long, or has not been quiet for longer."""
LOOK_MS = 300
"""How often to look even if nothing is reported: network folders report nothing, nor does a folder
that has taken the place of another."""

GRACE_SECONDS = 0.4
"""What an editor that seems to be in the middle of a save is given to end it."""
GONE_SECONDS = 1.0
"""After so long without the file, that is told."""

_Stamp = tuple[tuple[str, int, int, int], ...]


@dataclass(frozen=True)
class View:
    """A check, as far as it is known: every view of it replaces the one before."""

    headline: str
    page: RenderableType
    passed: Mapping[str, bool]
    """By the name of a check."""
    is_complete: bool
    """Whether all verdicts are there; more may still be said of them."""


class Checker(Protocol):
    """Checks one file, over and over."""

    @property
    def kind(self) -> str:
        """Which checks these are, in a few words."""

    def start(self) -> None:
        """Called once, before the first check. Raises AutograderError."""

    def check(self, is_stale: Callable[[], bool]) -> Iterator[View]:
        """Check the file as it is now. ``is_stale`` tells that it has been saved meanwhile: the
        check may then be broken off."""

    def rest(self) -> None:
        """Called when a check has been shown: get ready for the next, without blocking."""


def follow(path: Path, checker: Checker) -> None:
    """Check ``path``, and again whenever it is saved, until Ctrl-C. Raises AutograderError."""
    title = f"Watching {printable(str(path))} with {checker.kind}; Ctrl-C stops."
    try:
        with Saves(path) as saves, Screen(title) as screen:
            checker.start()
            before: Mapping[str, bool] | None = None
            content: str | None = None
            while True:
                found = settled(path, saves)
                # who saves twice has asked once: what has changed is to stay on the screen
                if found is None or found != content:
                    content = found
                    before = _check(checker, saves.is_waiting, screen, before)
                    checker.rest()
                if _await_save(path, saves, screen):
                    content = None
    except KeyboardInterrupt:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # what follows is to be left tidy


def settled(path: Path, saves: Saves) -> str | None:
    """What the file holds (a digest) once it can be read; None if that is not soon."""
    end = monotonic() + GRACE_SECONDS
    while True:
        saves.forget()
        try:
            submission.read(path, path.stem, path.stem)
            return submission.digest(path)
        except SubmissionError:  # a notebook that is written by halves, most likely
            if not saves.wait(end - monotonic()):
                return None


def _await_save(path: Path, saves: Saves, screen: Screen) -> bool:
    """Until the file is saved again; whether it was told meanwhile that it is gone."""
    missing = 0
    while not saves.wait(GONE_SECONDS / 2):
        missing = 0 if os.path.lexists(path) else missing + 1
        if missing == 2:
            screen.tell(f"{_clock()}  {printable(path.name)} is gone; waiting for it to come back")
    return missing >= 2


def _check(
    checker: Checker,
    is_stale: Callable[[], bool],
    screen: Screen,
    before: Mapping[str, bool] | None,
) -> Mapping[str, bool] | None:
    """What passed, to compare the next check with; ``before`` if this one was broken off."""
    start, line, last = monotonic(), "", None
    with screen.busy("checking"):
        for last in checker.check(is_stale):
            if last.is_complete and not line:
                line = _line(last, before, monotonic() - start)
            screen.show(line or f"{last.headline}, checking the rest", last)
    if last is None or not line:
        return before
    screen.end(last)
    return last.passed or before


def _line(view: View, before: Mapping[str, bool] | None, seconds: float) -> str:
    change = f"; {difference(before, view.passed)}" if before and view.passed else ""
    return f"{_clock()}  {view.headline}{change} ({seconds:.1f} s)"


def _clock() -> str:
    return strftime("%H:%M:%S")


def difference(before: Mapping[str, bool], after: Mapping[str, bool]) -> str:
    """What changed from one check to the next, in words."""
    more = sum(passed and not before.get(name, False) for name, passed in after.items())
    fewer = sum(passed and not after.get(name, False) for name, passed in before.items())
    words = [f"{_checks(more)} more"] if more else []
    words += [f"{_checks(fewer)} fewer"] if fewer else []
    if not words:
        return "the same checks pass"
    return f"{' and '.join(words)} {'pass' if (more, fewer) not in [(1, 0), (0, 1)] else 'passes'}"


def _checks(count: int) -> str:
    return f"{count} check{'s' if count != 1 else ''}"


def definitions(cells: Iterable[Cell]) -> Mapping[str, str]:
    """What each top-level name is defined as, whatever its layout and comments."""
    statements = [statement for cell in cells if cell.tree for statement in cell.tree.body]
    return {name: _shape(statement) for statement in statements for name in bound(statement)}


def _shape(statement: ast.stmt) -> str:
    try:
        return ast.dump(statement)
    except RecursionError:  # a sum of a thousand terms: no great loss if it is taken for the same
        return ""


class Saves:
    """Tells when a file, or a gradable file in a folder, has been saved.

    Editors write, truncate, rename: what counts is that the file is there, is not empty, and is
    not the one that was there before.
    """

    def __init__(self, path: Path) -> None:
        self._path = path.absolute()
        self._saved, self._stop = threading.Event(), threading.Event()
        self._last = self._stamp()
        self._listener = threading.Thread(target=self._listen, daemon=True)

    def __enter__(self) -> Self:
        self._listener.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._listener.join(timeout=2 * LOOK_MS / 1000)

    def is_waiting(self) -> bool:
        """Whether there was a save since ``forget``."""
        return self._saved.is_set()

    def forget(self) -> None:
        """What was saved until now is going to be looked at."""
        self._saved.clear()

    def wait(self, seconds: float | None = None) -> bool:
        """Until there was a save since ``forget``, or for so long; whether there was one."""
        return self._saved.wait(seconds)

    def _listen(self) -> None:
        import watchfiles  # only who watches waits for it

        is_folder = self._path.is_dir()
        for _ in watchfiles.watch(
            # a file's folder: what is renamed over the file is another one
            self._path if is_folder else self._path.parent,
            watch_filter=None,
            debounce=BUSY_MS,
            step=QUIET_MS,
            stop_event=self._stop,
            rust_timeout=LOOK_MS,
            yield_on_timeout=True,
            recursive=is_folder,
            ignore_permission_denied=True,
        ):
            self._look()

    def _look(self) -> None:
        found = self._stamp()
        if found and found != self._last:
            self._saved.set()
        self._last = found

    def _stamp(self) -> _Stamp:
        """What a save changes; nothing while there is nothing to check."""
        return tuple(sorted(filter(None, map(_file_stamp, self._files()))))

    def _files(self) -> Iterator[Path]:
        if not self._path.is_dir():
            yield self._path
            return
        for folder, folders, names in os.walk(self._path):
            folders[:] = [name for name in folders if not is_clutter(name)]
            for name in names:
                if not is_clutter(name) and name.lower().endswith((*GRADABLE, ".zip")):
                    yield Path(folder, name)


def _file_stamp(path: Path) -> tuple[str, int, int, int] | None:
    try:
        found = path.lstat()
    except OSError:
        return None
    return (str(path), found.st_ino, found.st_mtime_ns, found.st_size) if found.st_size else None


class Screen:
    """On a terminal, the latest view in place of the one before; else one below the other."""

    def __init__(self, title: str) -> None:
        self._title = title
        self._console = summary.console()
        self._spinner = self._console.status("starting TensorFlow")
        self._line = ""

    def __enter__(self) -> Self:
        summary.show(self._console, self._title)
        self._spin()
        return self

    def __exit__(self, *_: object) -> None:
        self._spinner.stop()

    @contextmanager
    def busy(self, what: str) -> Iterator[None]:
        """With a spinner."""
        self._spinner.update(what)
        self._spin()
        try:
            yield
        finally:
            self._spinner.stop()

    def _spin(self) -> None:
        if self._console.is_terminal:
            self._spinner.start()

    def show(self, line: str, view: View) -> None:
        """What is known now. Where nothing can be replaced, only a line once it is complete."""
        if self._console.is_terminal:
            self._spinner.stop()
            self._console.clear()
            summary.show(self._console, self._title, "", line, "", view.page)
            self._spinner.start()
        elif view.is_complete and line != self._line:
            summary.show(self._console, "", line)
        self._line = line if view.is_complete else ""

    def tell(self, line: str) -> None:
        """One line more."""
        summary.show(self._console, "", line)

    def end(self, view: View) -> None:
        """Nothing more will come of this check."""
        if not self._console.is_terminal:
            summary.show(self._console, view.page)
