"""Paths from the command line to hand-ins with names of their own."""

from __future__ import annotations

import hashlib
import os
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from autograder.disk import GRADABLE, is_clutter, printable
from autograder.errors import UsageError

MAX_ID = 100
"""Bytes of an id: it becomes a file name."""
_DEVICE = re.compile(
    r"(?:CON|PRN|AUX|NUL|CONIN\$|CONOUT\$|(?:COM|LPT)[0-9¹²³]) *(?:\.|$)", re.IGNORECASE
)
"""What Windows takes for a device, whatever ending follows."""


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
        where = ", ".join(map(_shown, paths))
        raise UsageError(f"nothing to grade in {where}: expected .py, .ipynb, .zip or folders")
    unique: dict[Path, Path] = {path.absolute(): path for path in found}
    return _named(list(unique.values()))


def _entries(path: Path) -> Iterable[Path]:
    if not os.path.lexists(path):  # Path.exists raises for a name that is too long
        raise UsageError(f"{_shown(path)} does not exist; expected a file or a folder of hand-ins")
    if not path.is_dir():
        return [path]
    try:
        return sorted(entry for entry in path.iterdir() if not is_clutter(entry.name))
    except OSError as error:
        raise UsageError(f"{_shown(path)} can't be listed: {error.strerror}") from None


def _shown(path: Path) -> str:
    return printable(str(path))  # a shell's `*` puts names of students' making on a command line


def _named(paths: Sequence[Path]) -> list[HandIn]:
    """Ids from file names, longer where two would be the same on any file system."""
    candidates = [
        [_stem(path), path.name, f"{path.absolute().parent.name} {path.name}"] for path in paths
    ]
    counts = [Counter(map(folded, level)) for level in zip(*candidates, strict=True)]
    hand_ins = []
    taken: dict[str, int] = {}
    for path, names in zip(paths, candidates, strict=True):
        clear = [
            name for name, count in zip(names, counts, strict=True) if count[folded(name)] == 1
        ]
        name = safe_name(clear[0] if clear else names[-1])
        hand_ins.append(HandIn(_numbered(name, taken), path))
    return hand_ins


def _numbered(name: str, taken: dict[str, int]) -> str:
    """The name, with a number if it is taken; ``taken`` knows the last number of each."""
    free, number = name, taken.get(folded(name), 1)
    while folded(free) in taken:
        number += 1
        free = f"{name} ({number})"
    taken[folded(free)] = 1
    taken[folded(name)] = number
    return free


def _stem(path: Path) -> str:
    return path.stem if path.suffix.lower() in (*GRADABLE, ".zip") else path.name


def folded(name: str) -> str:
    """Equal for names that some file system takes for the same."""
    # twice: a folded letter may be one that normalises further
    return unicodedata.normalize("NFD", unicodedata.normalize("NFD", name).casefold())


def safe_name(name: str) -> str:
    """A name that is one path component, printable, and short enough to add an ending to."""
    name = unicodedata.normalize("NFC", name)
    clean = "".join(c if c.isprintable() and c not in '/\\:*?"<>|' else "_" for c in name)
    clean = clean.strip(". ") or "_"
    if _DEVICE.match(clean):
        clean = f"_{clean}"
    if clean != name or len(clean.encode()) > MAX_ID:
        digest = hashlib.sha256(name.encode(errors="surrogatepass")).hexdigest()[:6]
        clean = f"{clean.encode()[: MAX_ID - 8].decode(errors='ignore')}-{digest}"
    return clean
