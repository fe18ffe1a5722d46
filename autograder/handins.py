"""Paths from the command line to hand-ins with names of their own."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from autograder.errors import UsageError
from autograder.submission import GRADABLE

MAX_ID = 100
"""Bytes of an id: it becomes a file name."""


@dataclass(frozen=True)
class HandIn:
    """One student's file or folder. ``id`` names the row, the result file, the page."""

    id: str
    path: Path


def collect(paths: Sequence[Path]) -> list[HandIn]:
    """The hand-ins in ``paths``: each file is one, each entry of a folder is one.

    Hidden files and what operating systems leave behind are passed over; any other file gets
    its row, if only to say that it can't be graded. Raises UsageError for a path that is not
    there and for folders with nothing in them.
    """
    found = [entry for path in paths for entry in _entries(path)]
    if not found:
        raise UsageError(f"nothing to grade in {paths[0]}: expected .py, .ipynb, .zip or folders")
    unique: dict[Path, Path] = {path.absolute(): path for path in found}
    return _named(list(unique.values()))


def _entries(path: Path) -> Iterable[Path]:
    if not path.exists() and not path.is_symlink():
        raise UsageError(f"{path} does not exist; expected a file or a folder of hand-ins")
    if not path.is_dir():
        return [path]
    try:
        return sorted(entry for entry in path.iterdir() if not _is_clutter(entry.name))
    except OSError as error:
        raise UsageError(f"{path} can't be listed: {error.strerror}") from None


def _is_clutter(name: str) -> bool:
    return name.startswith((".", "~$")) or name in ("__MACOSX", "__pycache__", "Thumbs.db")


def _named(paths: Sequence[Path]) -> list[HandIn]:
    """Ids from file names, longer where two would be the same on any file system."""
    candidates = [
        [_stem(path), path.name, f"{path.absolute().parent.name} {path.name}"] for path in paths
    ]
    hand_ins = []
    taken: set[str] = set()
    for index, (path, names) in enumerate(zip(paths, candidates, strict=True)):
        others = [other for k, other in enumerate(candidates) if k != index]
        clear = [
            name
            for level, name in enumerate(names)
            if all(_folded(name) != _folded(other[level]) for other in others)
        ]
        name = _safe(clear[0] if clear else names[-1])
        number = 1
        while _folded(name if number == 1 else f"{name} ({number})") in taken:
            number += 1
        name = name if number == 1 else f"{name} ({number})"
        taken.add(_folded(name))
        hand_ins.append(HandIn(name, path))
    return hand_ins


def _stem(path: Path) -> str:
    return path.stem if path.suffix.lower() in (*GRADABLE, ".zip") else path.name


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()


def _safe(name: str) -> str:
    """A name that is one path component, printable, and short enough to add an ending to."""
    name = unicodedata.normalize("NFC", name.encode(errors="replace").decode())
    clean = "".join(c if c.isprintable() and c not in '/\\:*?"<>|' else "_" for c in name)
    clean = clean.strip(". ") or "_"
    if clean != name or len(clean.encode()) > MAX_ID:
        digest = hashlib.sha256(name.encode()).hexdigest()[:6]
        clean = f"{clean.encode()[: MAX_ID - 8].decode(errors='ignore')}-{digest}"
    return clean
