"""Feedback pages of a class: each made from its result file, and only where that has changed."""

from __future__ import annotations

import contextlib
import hashlib
import json
import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from autograder import linux, progress
from autograder.assignment import Assignment
from autograder.disk import printable
from autograder.errors import AutograderError
from autograder.files import remove_unfinished, write_atomically
from autograder.pages import page
from autograder.pages.disclosure import Disclosure
from autograder.result import Grade

FEW = 8
"""Pages that are made sooner than another process has started."""
_HEAD = 1024
"""Bytes in which a page says what it was made from."""


@dataclass(frozen=True)
class Desk:
    """Where pages are written: all that they are made from, beside the result files."""

    assignment: Assignment
    folder: Path
    disclosure: Disclosure

    def place(self, result: Path) -> Path:
        """Where the page of a result file is."""
        return self.folder / f"{result.name.removesuffix('.json')}.html"

    def is_current(self, result: Path) -> bool:
        """Whether the page is there, made from what is there now."""
        try:
            with self.place(result).open("rb") as written:
                return self._source(result.read_bytes()).encode() in written.read(_HEAD)
        except OSError:
            return False

    def write(self, result: Path) -> None:
        """Write the page. Raises AutograderError, OSError and what a hostile result provokes."""
        from autograder.pages import feedback  # and with it the libraries that draw

        raw = result.read_bytes()
        grade = Grade.from_json(json.loads(raw))
        text = feedback.page(grade, self.assignment, self.disclosure, self._source(raw))
        write_atomically(self.place(result), text)

    def _source(self, result: bytes) -> str:
        own = self.assignment
        shown = (own.slug, own.title, own.parts, own.quiz, own.deadline, self.disclosure)
        text = f"{page.of_pages()}\0{shown!r}\0"
        return hashlib.sha256(text.encode(errors="backslashreplace") + result).hexdigest()


def write_feedback(
    results: Sequence[Path],
    assignment: Assignment,
    folder: Path,
    now: datetime,
    jobs: int,
    warn: Callable[[str], None],
    *,
    reveal: bool = False,
) -> int:
    """Write a page into ``folder`` for each of the result files; the number of those that had
    changed. A kill leaves whole pages, and the next call makes those that lack.

    ``now`` has a time zone; ``reveal`` is as in ``Disclosure.at``; ``warn`` gets a line for each
    page that can't be made, of which then none is left, for it would tell something else.
    """
    # not the parsed stubs, which an assignment remembers
    desk = Desk(replace(assignment), folder, Disclosure.at(now, assignment, reveal=reveal))
    remove_unfinished(folder)
    stale = [result for result in results if not desk.is_current(result)]
    failures = progress.counted(_written(desk, stale, jobs), len(stale), "writing pages")
    for result, failure in failures:
        if failure:
            with contextlib.suppress(OSError):
                desk.place(result).unlink()
            warn(f"no feedback page of {printable(result.stem)}: {printable(failure)}")
    return len(stale)


def _written(desk: Desk, results: Sequence[Path], jobs: int) -> Iterator[tuple[Path, str]]:
    """Each result file when its page is written, and why it is not (empty if it is)."""
    if len(results) <= FEW or jobs == 1:
        for result in results:
            yield result, _write(desk, result)
        return
    with _pool(desk, min(jobs, len(results))) as pool:
        try:
            yield from zip(results, pool.map(_write_here, results, chunksize=4), strict=True)
        except BrokenProcessPool:
            raise AutograderError(
                "a process that writes pages has died; is memory short? run the command again"
            ) from None
        finally:
            pool.shutdown(cancel_futures=True)


def _write(desk: Desk, result: Path) -> str:
    try:
        desk.write(result)
    except AutograderError as error:
        return str(error)
    except Exception as error:  # noqa: BLE001 - one student's page; the others shall have theirs
        return f"{error!r:.200}"
    return ""


_desk: Desk | None = None
"""That of this process, in each process of the pool."""


def _pool(desk: Desk, size: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(
        max_workers=size,
        mp_context=multiprocessing.get_context("spawn"),
        initializer=_prepare,
        initargs=(os.getpid(), desk),
    )


def _prepare(parent: int, desk: Desk) -> None:
    global _desk
    linux.die_with_parent(parent)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the main process's to handle
    _desk = desk


def _write_here(result: Path) -> str:
    assert _desk is not None
    return _write(_desk, result)
