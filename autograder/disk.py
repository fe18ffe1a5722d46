"""A hand-in's bytes on this machine's disk: which files there are, and what is in them.

No link is followed, nothing but regular files is opened, and nothing is parsed or unpacked.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable
from pathlib import Path, PurePath
from typing import BinaryIO, Protocol

from autograder.errors import SubmissionError

MAX_BYTES = 24 << 20
"""Largest hand-in, and largest file in a zip. Pictures in outputs make notebooks this big."""
MAX_ENTRIES = 1000
MAX_DEPTH = 50
"""Most folders in folders: os.walk calls itself for each."""
GRADABLE = (".ipynb", ".py")
KINDS = (*GRADABLE, ".zip")
_CLUTTER = frozenset(
    ["__MACOSX", "__pycache__", "Thumbs.db", "desktop.ini", "submission_metadata.yml"]
)


class Files(Protocol):
    """A hand-in: a file, or a folder of them. Each method raises SubmissionError for what is
    refused and OSError for what can't be read."""

    @property
    def name(self) -> str:
        """Of the file or folder itself."""

    def listed(self) -> list[str] | None:
        """The paths of a folder's files, None for a file."""

    def content(self, file: str) -> bytes:
        """Of one of ``listed``, to compare."""

    def own_content(self, file: str) -> bytes:
        """Of the file that is graded: one of ``listed``; empty for the hand-in itself."""


class OnDisk:
    """The ``Files`` of the file or folder ``path``."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.name = shown_name(path)

    def listed(self) -> list[str] | None:
        if self._path.is_symlink():
            raise refusal(self.name, "is a link; expected a file")
        return list(map(str, files(self._path))) if self._path.is_dir() else None

    def content(self, file: str) -> bytes:
        return content(self._path, PurePath(file))

    def own_content(self, file: str) -> bytes:
        return own_content(self._path, PurePath(file))


def is_clutter(name: str) -> bool:
    """Whether a file or folder of this name is hidden, or some system's own."""
    return name.startswith((".", "~$")) or name in _CLUTTER


def printable(text: str) -> str:
    """The text without what steers a terminal."""
    return "".join(char if char.isprintable() else "?" for char in text)


def refusal(name: str, why: str) -> SubmissionError:
    return SubmissionError(f"{shown(name)} {' '.join(why.split()):.200}")


def shown(name: str) -> str:
    """A file's name, printable and short: it may be anything that a file system or zip allows."""
    clean = printable(name)
    return clean if len(clean) <= 80 else f"{clean[:50]}…{clean[-29:]}"


def shown_name(path: Path) -> str:
    return path.name or str(path)


def files(folder: Path) -> Iterable[PurePath]:
    """Regular files below ``folder``, relative to it; links are not followed, hidden files not
    looked at."""
    count = size = 0
    for parent, folders, names in os.walk(folder, onerror=_raise):
        folders[:] = sorted(name for name in folders if not is_clutter(name))
        count += len(folders) + len(names)
        if count > MAX_ENTRIES:
            raise refusal(shown_name(folder), f"has more than {MAX_ENTRIES} files")
        if len(Path(parent).relative_to(folder).parts) > MAX_DEPTH:
            raise refusal(shown_name(folder), f"has folders in folders, more than {MAX_DEPTH} deep")
        for name in sorted(names):
            file = Path(parent, name)
            status = file.lstat()
            if not is_clutter(name) and stat.S_ISREG(status.st_mode):
                size += status.st_size if name.lower().endswith(GRADABLE) else 0
                yield file.relative_to(folder)
        if size > 4 * MAX_BYTES:
            raise refusal(
                shown_name(folder), "has too much in it; hand in only the notebook or script"
            )


def _raise(error: OSError) -> None:
    raise error  # os.walk would pass over a folder that can't be listed


_FILE = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
"""A link is an error, a named pipe no wait for ever."""
_FOLDER = _FILE | getattr(os, "O_DIRECTORY", 0)


def own_content(path: Path, inside: PurePath) -> bytes:
    """The file that is graded: it has one name only, for another could be in somebody else's
    folder or be the solution's. Of files that are merely compared this is not asked."""
    with _opened(path, inside) as file:
        if os.fstat(file.fileno()).st_nlink > 1:
            why = "is a hard link, perhaps to somebody else's file; copy it and grade the copy"
            raise refusal(shown_name(path / inside), why)
        return _bounded(file, shown_name(path / inside))


def content(path: Path, inside: PurePath) -> bytes:
    with _opened(path, inside) as file:
        return _bounded(file, shown_name(path / inside))


def _opened(path: Path, inside: PurePath) -> BinaryIO:
    """The file ``path / inside``. Only what leads to ``path`` may be a link: ``path`` and each
    name below it may have become one since they were listed."""
    if not stat.S_ISREG((path / inside).lstat().st_mode):
        raise _not_regular(shown_name(path / inside))  # before opening it: devices act on that
    *folders, last = (path, *inside.parts)
    descriptor = None
    for name in folders:
        descriptor = _step(descriptor, name, _FOLDER)
    return open(_step(descriptor, last, _FILE), "rb")


def _step(folder: int | None, name: str | Path, flags: int) -> int:
    """A descriptor of ``name`` in ``folder``, which is closed."""
    try:
        return os.open(name, flags, dir_fd=folder)
    finally:
        if folder is not None:
            os.close(folder)


def _bounded(file: BinaryIO, name: str) -> bytes:
    status = os.fstat(file.fileno())
    if not stat.S_ISREG(status.st_mode):
        raise _not_regular(name)
    raw = file.read(MAX_BYTES + 1) if status.st_size <= MAX_BYTES else b""
    if max(status.st_size, len(raw)) > MAX_BYTES:
        raise too_large(name)
    return raw


def _not_regular(name: str) -> SubmissionError:
    return refusal(name, "is not a regular file")


def too_large(name: str) -> SubmissionError:
    return refusal(name, f"has more than {MAX_BYTES >> 20} MB; clear the notebook's outputs")
