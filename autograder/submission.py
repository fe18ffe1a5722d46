"""A hand-in: bytes in, cells of source out. Never executes anything.

Reads .py, .ipynb (nbformat 2 to 4) and .zip with one of them in it. Whatever can be read is
read, with a note for every repair; what can't is one SubmissionError with one line for staff.
"""

from __future__ import annotations

import codecs
import functools
import hashlib
import io
import json
import os
import re
import stat
import zipfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from autograder.errors import SubmissionError
from autograder.source import Cell, repaired, split_script

MAX_BYTES = 24 << 20
"""Largest hand-in, and largest file in a zip. Pictures in outputs make notebooks this big."""
MAX_SOURCE = 256 << 10
"""Most source text in one hand-in, in characters. The parser, which nothing can interrupt, takes
time that grows with the square of the longest f-string: seconds at this size."""
MAX_CELLS = 2000
MAX_ENTRIES = 1000
GRADABLE = (".ipynb", ".py")
_KINDS = (*GRADABLE, ".zip")
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
_CLUTTER = frozenset(["__MACOSX", "__pycache__", "Thumbs.db", "desktop.ini"])
_DRIVE = re.compile(r"[A-Za-z]:")


@dataclass(frozen=True)
class Submission:
    """What was handed in: ``main`` says that it is run as a notebook is, as ``__main__``."""

    id: str
    sha256: str
    cells: tuple[Cell, ...]
    main: bool
    repairs: tuple[str, ...] = ()


def read(
    path: Path, identity: str, preferred: str, stubs: frozenset[str] = frozenset()
) -> Submission:
    """The submission in the file or folder ``path``.

    ``preferred`` is the assignment's slug: of several gradable files, the one of that name is
    taken, unless its SHA-256 is among ``stubs``: who fills in the script often hands in the
    untouched notebook with it. Raises SubmissionError.
    """
    try:
        name, raw, notes = _find(path, _Wanted(preferred.casefold(), stubs))
    except OSError as error:
        raise _refusal(_name(path), f"can't be read: {error.strerror or error}") from None
    text, repairs = _text(name, raw)
    main = name.lower().endswith(".ipynb")
    if not main and text.lstrip().startswith("{") and '"cells"' in text:
        main, repairs = True, [*repairs, f"{_shown(name)} is a notebook by its content"]
    cells, more = _notebook(name, text) if main else _script(name, text)
    notes = [*notes, *repairs, *more, *(note for cell in cells for note in cell.repairs)]
    digest = hashlib.sha256(raw).hexdigest()
    return Submission(identity, digest, tuple(cells), main, tuple(notes))


@dataclass(frozen=True)
class _Wanted:
    """The stem that a hand-in should have, and what it must not be."""

    stem: str
    stubs: frozenset[str]

    def is_stub(self, raw: bytes) -> bool:
        return hashlib.sha256(raw).hexdigest() in self.stubs


def is_clutter(name: str) -> bool:
    """Whether a file or folder of this name is hidden or left behind by an operating system."""
    return name.startswith((".", "~$")) or name in _CLUTTER


def _refusal(name: str, why: str) -> SubmissionError:
    return SubmissionError(f"{_shown(name)} {' '.join(why.split()):.200}")


def _shown(name: str) -> str:
    """A file's name, printable and short: it may be anything that a file system or zip allows."""
    clean = "".join(char if char.isprintable() else "?" for char in name)
    return clean if len(clean) <= 80 else f"{clean[:50]}…{clean[-29:]}"


# --- which bytes -------------------------------------------------------------------------------


def _find(path: Path, wanted: _Wanted) -> tuple[str, bytes, list[str]]:
    name, notes = _name(path), list[str]()
    if path.is_symlink():
        raise _refusal(name, "is a link; expected a file")
    if path.is_dir():
        files = {str(file.relative_to(path)): file for file in _files(path)}
        content = {shown: functools.partial(_read_file, file) for shown, file in files.items()}
        name, notes = _choose(content, wanted, name)
        path = files[name]
    if not name.lower().endswith(_KINDS):
        raise _refusal(name, "is not a .py, .ipynb or .zip file")
    raw = _read_file(path)
    if name.lower().endswith(".zip"):
        name, raw, more = _from_zip(name, raw, wanted)
        notes = [*notes, *more]
    return name, raw, notes


def _name(path: Path) -> str:
    return path.name or str(path)


def _files(folder: Path) -> Iterable[Path]:
    """Regular files below ``folder``; links are not followed, hidden files not looked at."""
    count = 0
    for parent, folders, names in os.walk(folder, onerror=_raise):
        folders[:] = sorted(name for name in folders if not is_clutter(name))
        count += len(folders) + len(names)
        if count > MAX_ENTRIES:
            raise _refusal(_name(folder), f"has more than {MAX_ENTRIES} files")
        for name in sorted(names):
            file = Path(parent, name)
            if not is_clutter(name) and stat.S_ISREG(file.lstat().st_mode):
                yield file


def _raise(error: OSError) -> None:
    raise error  # os.walk would pass over a folder that can't be listed


def _read_file(path: Path) -> bytes:
    # O_NONBLOCK: a named pipe would wait for ever; O_NOFOLLOW: it may have become a link
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    with open(os.open(path, flags), "rb") as file:  # noqa: PTH123 - from a descriptor
        status = os.fstat(file.fileno())
        if not stat.S_ISREG(status.st_mode):
            raise _refusal(path.name, "is not a regular file")
        raw = file.read(MAX_BYTES + 1) if status.st_size <= MAX_BYTES else b""
    if max(status.st_size, len(raw)) > MAX_BYTES:
        raise _too_large(path.name)
    return raw


def _too_large(name: str) -> SubmissionError:
    return _refusal(name, f"has more than {MAX_BYTES >> 20} MB; clear the notebook's outputs")


def _choose(
    files: Mapping[str, Callable[[], bytes]], wanted: _Wanted, where: str
) -> tuple[str, list[str]]:
    """The file to grade: the assignment's own name first, notebook before script before zip,
    and last of all a stub that was never filled in."""

    def rank(name: str) -> tuple[bool, bool, bool, bool, int, int, str]:
        path = PurePosixPath(name)
        kind, stem = _KINDS.index(path.suffix.lower()), path.stem.casefold()
        # a handed-out zip or a copy of the public tests must not win over a student's own file
        own = stem == wanted.stem
        return (
            own and kind < 2 and wanted.is_stub(files[name]()),
            kind == 2,
            not own,
            stem.startswith("test_"),
            kind,
            len(path.parts),
            name,
        )

    found = sorted((n for n in files if PurePosixPath(n).suffix.lower() in _KINDS), key=rank)
    if not found:
        raise _refusal(where, "has no .py or .ipynb file")
    chosen, *others = found
    more = f" and {len(others) - 5} more" if len(others) > 5 else ""
    note = f"graded {_shown(chosen)}, not {', '.join(map(_shown, others[:5]))}{more}"
    return chosen, [note] if others else []


def _from_zip(name: str, raw: bytes, wanted: _Wanted) -> tuple[str, bytes, list[str]]:
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            entries = _safe_entries(name, archive)
            unpack = functools.partial(_unpacked, name, archive)
            choice = {key: functools.partial(unpack, entry) for key, entry in entries.items()}
            chosen, notes = _choose(choice, wanted, name)
            content = _unpacked(name, archive, entries[chosen])
    except SubmissionError:
        raise
    except Exception as error:  # noqa: BLE001 - zipfile and zlib raise whatever they trip over
        why = str(error) or "it ends too early"  # an EOFError has no text
        raise _refusal(name, f"is not a zip file that can be read: {why}") from None
    if len(content) > MAX_BYTES:
        raise _too_large(chosen)
    return chosen, content, [f"read {_shown(chosen)} from {_shown(name)}", *notes]


def _unpacked(name: str, archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    if entry.flag_bits & 1:
        raise _refusal(name, "is encrypted; expected a zip file without a password")
    # the other methods unpack without a limit, whatever is asked for
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise _refusal(name, f"is packed by method {entry.compress_type}; expected a usual zip")
    with archive.open(entry) as file:
        return file.read(MAX_BYTES + 1)  # the size it claims may be a lie


def _safe_entries(name: str, archive: zipfile.ZipFile) -> Mapping[str, zipfile.ZipInfo]:
    """The scripts and notebooks in it, by path. One entry that is up to something spoils all."""
    safe, count, size = dict[str, zipfile.ZipInfo](), 0, 0
    for entry in archive.infolist():
        path = PurePosixPath(entry.filename.replace("\\", "/"))  # as some Windows tools write it
        kind = stat.S_IFMT(entry.external_attr >> 16)
        if path.is_absolute() or ".." in path.parts or _DRIVE.match(str(path)):
            raise _refusal(name, f"has an entry that points out of it: {_shown(entry.filename)}")
        if any(map(is_clutter, path.parts)):
            continue
        if kind and not stat.S_ISREG(kind) and not stat.S_ISDIR(kind):
            raise _refusal(name, f"has a link or device in it: {_shown(entry.filename)}")
        count, size = count + 1, size + entry.file_size
        if path.name.lower().endswith(GRADABLE) and not entry.filename.endswith(("/", "\\")):
            safe[str(path)] = entry
    if count > MAX_ENTRIES or size > 4 * MAX_BYTES:
        raise _refusal(name, "unpacks to too much; hand in only the notebook or script")
    return safe


# --- from bytes to cells -----------------------------------------------------------------------


def _text(name: str, raw: bytes) -> tuple[str, list[str]]:
    """Text in whatever encoding editors leave behind."""
    encoding = next((encoding for mark, encoding in _MARKS if raw.startswith(mark)), "utf-8")
    notes = [] if encoding == "utf-8" else [f"a byte order mark was removed ({encoding})"]
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError:
        # no failure: comments in yet another encoding are garbled and cost no code
        text = raw.removeprefix(codecs.BOM_UTF8).decode("cp1252", errors="replace")
        notes = ["not UTF-8; read as Windows-1252"]
    if not text or text.isspace():
        raise _refusal(name, "is empty; expected a notebook or a script")
    sample = text[: 1 << 16]
    if "\0" in text or len(_CONTROL.findall(sample)) > len(sample) / 20:
        raise _refusal(name, "is binary, not text; expected a notebook or a script")
    return text, notes


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n")


def _limited(name: str, sources: list[str]) -> list[str]:
    """The sources, with Python's line ends. Comes before parsing, which is what costs."""
    if sum(map(len, sources)) > MAX_SOURCE or len(sources) > MAX_CELLS:
        raise _refusal(name, f"has more than {MAX_SOURCE >> 10} KB or {MAX_CELLS} cells of code")
    return list(map(_lines, sources))


def _script(name: str, text: str) -> tuple[list[Cell], list[str]]:
    (source,) = _limited(name, [text])
    cells = split_script(source)
    if len(cells) == 1:
        return cells, []
    return cells, ["the script does not parse as a whole; its pieces were read one by one"]


def _notebook(name: str, text: str) -> tuple[list[Cell], list[str]]:
    sources, notes = _sources(name, _loaded(name, text))
    limited = _limited(name, sources)
    return [repaired(Cell(f"cell {k}", source)) for k, source in enumerate(limited, 1)], notes


def _loaded(name: str, text: str) -> Any:
    try:
        return json.loads(text)
    except RecursionError:
        raise _refusal(name, "is not a notebook: its JSON is nested too deep") from None
    except ValueError as error:
        start = text.lstrip()[:20]
        if not start.startswith("{"):
            raise _refusal(name, f"is not a notebook: expected JSON, found {start!r}") from None
        where = f"line {error.lineno}" if isinstance(error, json.JSONDecodeError) else error
        raise _refusal(name, f"is not a complete notebook: its JSON breaks ({where})") from None


def _sources(name: str, loaded: Any) -> tuple[list[str], list[str]]:
    """The text of every code cell. By hand, not by nbformat: that refuses, warns about or
    garbles notebooks that Jupyter and Colab open, and only the code matters here."""
    sheets = loaded.get("worksheets") if isinstance(loaded, dict) else None  # nbformat 2 and 3
    holders = sheets if isinstance(sheets, list) else [loaded]
    lists = [
        holder["cells"] for holder in holders if isinstance(holder, dict) and "cells" in holder
    ]
    if not lists or not all(isinstance(cells, list) for cells in lists):
        raise _refusal(name, "is JSON but not a notebook: it has no list of cells")
    cells = [cell for cells in lists for cell in cells]
    sound = [cell for cell in cells if isinstance(cell, dict)]
    note = f"{len(cells) - len(sound)} entries of the notebook's list of cells are none"
    code = [_source(cell) for cell in sound if cell.get("cell_type", "code") == "code"]
    return code, [note] if len(sound) < len(cells) else []


def _source(cell: Mapping[str, Any]) -> str:
    source = cell.get("source", cell.get("input"))
    if isinstance(source, list):
        lines = [line for line in source if isinstance(line, str)]
        # nbformat 2 and some tools of today leave the line ends out
        return ("" if any(line.endswith(("\n", "\r")) for line in lines) else "\n").join(lines)
    return source if isinstance(source, str) else ""
