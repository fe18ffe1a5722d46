"""A hand-in: bytes in, cells of source out. Never executes anything.

Reads .py, .ipynb (nbformat 3 to 4.5) and .zip with one of them in it. Whatever can be read is
read, with a note for every repair; what can't is one SubmissionError with one line for staff.
"""

from __future__ import annotations

import codecs
import hashlib
import io
import json
import os
import stat
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from autograder.errors import SubmissionError
from autograder.source import Cell, repaired, split_script

MAX_BYTES = 24 << 20
"""Largest hand-in, and largest content of a zip. Pictures in outputs make notebooks this big."""
MAX_SOURCE = 2 << 20
"""Most source text in one hand-in, in characters."""
MAX_CELLS = 2000
MAX_ENTRIES = 1000
GRADABLE = (".ipynb", ".py")


@dataclass(frozen=True)
class Submission:
    """What was handed in: ``main`` says that it is run as a notebook is, as ``__main__``."""

    id: str
    sha256: str
    cells: tuple[Cell, ...]
    main: bool
    repairs: tuple[str, ...] = ()


def read(path: Path, identity: str, preferred: str) -> Submission:
    """The submission in the file or folder ``path``.

    ``preferred`` is the assignment's slug: of several gradable files, the one of that name is
    taken. Raises SubmissionError.
    """
    try:
        name, raw, notes = _find(path, preferred)
    except OSError as error:
        raise SubmissionError(f"{path.name} can't be read: {error.strerror}") from None
    if not raw.strip():
        raise SubmissionError(f"{name} is empty; expected a notebook or a script")
    if name.lower().endswith(".ipynb"):
        cells, repairs = _notebook(name, raw)
    else:
        cells, repairs = _script(name, raw)
    if sum(len(cell.text) for cell in cells) > MAX_SOURCE or len(cells) > MAX_CELLS:
        raise SubmissionError(
            f"{name} has more than {MAX_SOURCE >> 20} MB or {MAX_CELLS} cells of code"
        )
    notes = [*notes, *repairs, *(note for cell in cells for note in cell.repairs)]
    digest = hashlib.sha256(raw).hexdigest()
    return Submission(identity, digest, tuple(cells), name.lower().endswith(".ipynb"), tuple(notes))


# --- which bytes -------------------------------------------------------------------------------


def _find(path: Path, preferred: str) -> tuple[str, bytes, list[str]]:
    if path.is_symlink():
        raise SubmissionError(f"{path.name} is a link; expected a file")
    if path.is_dir():
        files = {str(file.relative_to(path)): file for file in _files(path)}
        name, notes = _choose(files, preferred, path.name)
        return _opened(name, _read_file(files[name]), preferred, notes)
    return _opened(path.name, _read_file(path), preferred, [])


def _opened(
    name: str, raw: bytes, preferred: str, notes: list[str]
) -> tuple[str, bytes, list[str]]:
    if name.lower().endswith(".zip"):
        return _from_zip(name, raw, preferred)
    if not name.lower().endswith(GRADABLE):
        raise SubmissionError(f"{name} is not a .py, .ipynb or .zip file")
    return name, raw, notes


def _files(folder: Path) -> Iterable[Path]:
    """Regular files below ``folder``; links are not followed, hidden files not looked at."""
    count = 0
    for parent, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not _is_clutter(name))
        for name in sorted(names):
            count += 1
            if count > MAX_ENTRIES:
                raise SubmissionError(f"{folder.name} has more than {MAX_ENTRIES} files")
            file = Path(parent, name)
            if not _is_clutter(name) and stat.S_ISREG(file.lstat().st_mode):
                yield file


def _is_clutter(name: str) -> bool:
    return name.startswith((".", "~$")) or name in ("__MACOSX", "__pycache__", "Thumbs.db")


def _read_file(path: Path) -> bytes:
    # O_NONBLOCK: a named pipe would wait for ever; O_NOFOLLOW: it may have become a link
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    with open(os.open(path, flags), "rb") as file:  # noqa: PTH123 - from a descriptor
        status = os.fstat(file.fileno())
        if not stat.S_ISREG(status.st_mode):
            raise SubmissionError(f"{path.name} is not a regular file")
        if status.st_size > MAX_BYTES:
            raise SubmissionError(_too_large(path.name, status.st_size))
        return file.read(MAX_BYTES + 1)


def _too_large(name: str, size: int) -> str:
    return f"{name} has {size >> 20} MB, the limit is {MAX_BYTES >> 20} MB; clear its outputs"


def _choose(names: Iterable[str], preferred: str, where: str) -> tuple[str, list[str]]:
    """The file to grade: the assignment's own name first, notebook before script before zip."""
    names = sorted(names, key=lambda name: (name.count("/"), name))
    for suffix in (*GRADABLE, ".zip"):
        found = [name for name in names if name.lower().endswith(suffix)]
        named = [name for name in found if PurePosixPath(name).stem == preferred]
        candidates = named or found
        if candidates:
            others = [name for name in names if name != candidates[0] and name.endswith(GRADABLE)]
            note = f"graded {candidates[0]}, not {', '.join(others[:5])}"
            return candidates[0], [note] if others else []
    raise SubmissionError(f"{where} has no .py or .ipynb file")


def _from_zip(name: str, raw: bytes, preferred: str) -> tuple[str, bytes, list[str]]:
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            entries = _safe_entries(name, archive)
            chosen, notes = _choose(
                [entry for entry in entries if entry.lower().endswith(GRADABLE)], preferred, name
            )
            with archive.open(entries[chosen]) as file:
                content = file.read(MAX_BYTES + 1)  # the size it claims may be a lie
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, ValueError) as error:
        raise SubmissionError(f"{name} is not a zip file that can be read: {error}") from None
    if len(content) > MAX_BYTES:
        raise SubmissionError(_too_large(f"{chosen} in {name}", len(content)))
    return chosen, content, [f"read {chosen} from {name}", *notes]


def _safe_entries(name: str, archive: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    entries = archive.infolist()
    if len(entries) > MAX_ENTRIES or sum(entry.file_size for entry in entries) > 4 * MAX_BYTES:
        raise SubmissionError(f"{name} unpacks to too much; hand in only the notebook or script")
    safe = {}
    for entry in entries:
        path = PurePosixPath(entry.filename.replace("\\", "/"))
        kind = stat.S_IFMT(entry.external_attr >> 16)
        if path.is_absolute() or ".." in path.parts or ":" in path.parts[0:1]:
            raise SubmissionError(f"{name} has an entry that points out of it: {entry.filename!r}")
        if kind and not stat.S_ISREG(kind) and not stat.S_ISDIR(kind):
            raise SubmissionError(f"{name} has a link or device in it: {entry.filename!r}")
        if not entry.is_dir() and not any(map(_is_clutter, path.parts)):
            safe[str(path)] = entry
    return safe


# --- from bytes to cells -----------------------------------------------------------------------


def _text(name: str, raw: bytes) -> tuple[str, list[str]]:
    """Text in whatever encoding editors leave behind."""
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (b"\xff\xfe", "utf-16"),
        (b"\xfe\xff", "utf-16"),
    ):
        if raw.startswith(mark):
            return _decoded(name, raw, encoding), [f"a byte order mark was removed ({encoding})"]
    try:
        text, notes = raw.decode(), []
    except UnicodeDecodeError:
        text, notes = _decoded(name, raw, "cp1252"), ["not UTF-8; read as Windows-1252"]
    if (
        "\0" in text
        or sum(not (char.isprintable() or char.isspace()) for char in text) > len(text) / 20
    ):
        raise SubmissionError(f"{name} is binary, not text; expected a notebook or a script")
    return text, notes


def _decoded(name: str, raw: bytes, encoding: str) -> str:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError:
        raise SubmissionError(
            f"{name} is binary, not text; expected a notebook or a script"
        ) from None


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n")


def _script(name: str, raw: bytes) -> tuple[list[Cell], list[str]]:
    text, notes = _text(name, raw)
    if text.lstrip().startswith("{") and '"cells"' in text:
        cells, repairs = _notebook(name, raw)
        return cells, [f"{name} is a notebook by its content", *repairs]
    cells = split_script(_lines(text))
    if len(cells) > 1:
        notes.append("the script does not parse as a whole; its pieces were read one by one")
    return cells, notes


def _notebook(name: str, raw: bytes) -> tuple[list[Cell], list[str]]:
    text, notes = _text(name, raw)
    try:
        loaded = json.loads(text)
    except (ValueError, RecursionError) as error:
        where = f"line {error.lineno}" if isinstance(error, json.JSONDecodeError) else "too deep"
        raise SubmissionError(
            f"{name} is not a complete notebook: its JSON breaks ({where})"
        ) from None
    sources, repairs = _sources(loaded)
    if sources is None:
        raise SubmissionError(f"{name} is JSON but not a notebook: it has no list of cells")
    cells = [repaired(Cell(f"cell {k}", _lines(source))) for k, source in enumerate(sources, 1)]
    return cells, [*notes, *repairs]


def _sources(loaded: Any) -> tuple[list[str] | None, list[str]]:
    """The text of every code cell, by nbformat if it accepts the notebook, else by hand."""
    import nbformat  # takes as long to import as a script takes to read

    try:
        upgraded = nbformat.from_dict(nbformat.convert(nbformat.from_dict(loaded), 4))
        cells = [cell for cell in upgraded["cells"] if cell["cell_type"] == "code"]
        return [str(cell["source"]) for cell in cells], []
    except Exception:  # noqa: BLE001 - nbformat raises whatever it trips over
        found = _by_hand(loaded)
        return found, ["the notebook is not valid; its code cells were read all the same"]


def _by_hand(loaded: Any) -> list[str] | None:
    sheets = loaded.get("worksheets") if isinstance(loaded, dict) else None
    holders = sheets if isinstance(sheets, list) else [loaded]
    lists = [
        holder["cells"] for holder in holders if isinstance(holder, dict) and "cells" in holder
    ]
    if not lists or not all(isinstance(cells, list) for cells in lists):
        return None
    found = []
    for cell in (cell for cells in lists for cell in cells if isinstance(cell, dict)):
        source = cell.get("source", cell.get("input", ""))
        source = "".join(map(str, source)) if isinstance(source, list) else str(source)
        if cell.get("cell_type", "code") == "code":
            found.append(source)
    return found
