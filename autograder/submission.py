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
import unicodedata
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePath, PurePosixPath
from typing import Any

from autograder import disk, place, repair
from autograder.disk import (
    GRADABLE,
    KINDS,
    MAX_BYTES,
    MAX_ENTRIES,
    Files,
    OnDisk,
    is_clutter,
    refusal,
    shown,
    too_large,
)
from autograder.errors import SubmissionError
from autograder.otter_lines import without_otter
from autograder.repair import NOTHING_GIVEN, Given, Prose
from autograder.source import Cell, repaired, split_script

MAX_SOURCE = 128 << 10
"""Most source text in one hand-in, in characters. Nothing can interrupt the parser, and a text that
is broken in the right places is parsed ten times."""
MAX_BRACES = 2000
"""Most ``{`` in it: an f-string takes time that grows with its length times its fields."""
MAX_MARKS = 50
"""Most combining marks on one letter: Python sorts those of a name, in time that grows with the
square of their number."""
MAX_CELLS = 2000
MAX_DIRECTORY = 20_000
"""Most entries in a zip, clutter and all: zipfile reads every one before it can be asked."""
MAX_BRACKETS, MAX_COMMAS = 200_000, 2_000_000
"""Most lists and objects, and most values, in a notebook's JSON: each of a few characters becomes
an object of a hundred bytes and more."""
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
_DRIVE = re.compile(r"[A-Za-z]:")


@dataclass(frozen=True)
class Submission:
    """What was handed in: ``main`` says that it is run as a notebook is, as ``__main__``.

    ``file`` is the graded file's path inside the hand-in, ``lines`` where in it names are defined.
    """

    id: str
    sha256: str
    cells: tuple[Cell, ...]
    main: bool
    repairs: tuple[str, ...] = ()
    prose: Prose = ()
    """Its cells of text, each with the number of code cells before it."""
    file: str = ""
    lines: Mapping[str, int] = field(default_factory=dict)


def read(path: Path, identity: str, preferred: str, stubs: Given = NOTHING_GIVEN) -> Submission:
    """The submission in the file or folder ``path``, where no link is followed.

    ``preferred`` is the assignment's slug: of several gradable files, the one of that name is
    taken, unless nothing was filled in: who works in the script often hands in the untouched
    notebook with it. ``stubs`` is the code that was handed out. Raises SubmissionError.
    """
    return read_from(OnDisk(path), identity, preferred, stubs)


def read_from(
    files: Files, identity: str, preferred: str, stubs: Given = NOTHING_GIVEN
) -> Submission:
    """As ``read``, wherever the files are."""
    try:
        name, raw, notes = _find(files, _Wanted(preferred.casefold(), stubs))
    except OSError as error:
        raise refusal(files.name, f"can't be read: {error.strerror or error}") from None
    return _parsed(identity, name, raw, notes)


def digest(path: Path) -> str:
    """Of every name and byte that ``read`` looks at (hex); nothing is parsed or unpacked. Raises
    SubmissionError for what can't be read, or has more in it than is worth being remembered."""
    found, room = hashlib.sha256(os.fsencode(path.name)), 5 * MAX_BYTES
    try:
        is_folder = path.is_dir() and not path.is_symlink()
        for file in sorted(disk.files(path)) if is_folder else [PurePath()]:
            if file.name.lower().endswith(KINDS) or not is_folder:
                raw = disk.own_content(path, file)
                found.update(os.fsencode(f"\0{file}\0{hashlib.sha256(raw).hexdigest()}"))
                room -= len(raw)
            if room < 0:
                raise refusal(disk.shown_name(path), "has too much in it to be remembered")
    except OSError as error:
        raise refusal(disk.shown_name(path), f"can't be read: {error.strerror or error}") from None
    return found.hexdigest()


def read_own(path: Path, identity: str) -> Submission:
    """A file of the course's own: the stub, the solution. It may have a second name: else whoever
    makes a hard link to it stops the grading of the class. Raises OSError and SubmissionError."""
    return _parsed(identity, path.name, disk.content(path, PurePath()), [])


def from_text(identity: str, name: str, text: str) -> Submission:
    """A file of the course's own that was made from another: the solution, from the master.
    Raises SubmissionError."""
    return _parsed(identity, name, text.encode(), [])


def _parsed(identity: str, name: str, raw: bytes, notes: list[str]) -> Submission:
    text, repairs = _text(name, raw)
    main, cells, prose, more = _contents(name, text)
    notes = [*notes, *repairs, *more, *(note for cell in cells for note in cell.repairs)]
    digest = hashlib.sha256(raw).hexdigest()
    where = place.lines(text, main)
    return Submission(identity, digest, tuple(cells), main, tuple(notes), prose, name, where)


def _contents(name: str, text: str) -> tuple[bool, list[Cell], Prose, list[str]]:
    """Whether it is a notebook; its code; its text; what was repaired in reading these."""
    notes = list[str]()
    main = name.lower().endswith(".ipynb")
    if not main and text.lstrip().startswith("{") and '"cells"' in text:
        main, notes = True, [*notes, f"{shown(name)} is a notebook by its content"]
    cells, prose, more = _notebook(name, text) if main else _script(name, text)
    return main, without_otter(cells), prose, [*notes, *more]


@dataclass(frozen=True)
class _Wanted:
    """The stem that a hand-in should have, and the code that was handed out."""

    stem: str
    stubs: Given


# --- which bytes -------------------------------------------------------------------------------


def _find(files: Files, wanted: _Wanted) -> tuple[str, bytes, list[str]]:
    name, notes, inside = files.name, list[str](), ""
    if (listed := files.listed()) is not None:
        content = {file: functools.partial(files.content, file) for file in listed}
        name, notes = _choose(content, wanted, name)
        inside = name
    if not name.lower().endswith(KINDS):
        raise refusal(name, "is not a .py, .ipynb or .zip file")
    raw = files.own_content(inside)
    if name.lower().endswith(".zip"):
        name, raw, more = _from_zip(name, raw, wanted)
        notes = [*notes, *more]
    return name, raw, notes


def _choose(
    files: Mapping[str, Callable[[], bytes]], wanted: _Wanted, where: str
) -> tuple[str, list[str]]:
    """The file to grade: of those with work in them the one with the assignment's own name, or
    one like it; notebook before script before zip."""
    found = ranked(files, wanted.stem)
    if not found:
        raise refusal(where, "has no .py or .ipynb file")
    chosen = _first_with_work(found, files, wanted.stubs) if len(found) > 1 else found[0]
    others = [name for name in found if name != chosen]
    more = f" and {len(others) - 5} more" if len(others) > 5 else ""
    note = f"graded {shown(chosen)}, not {', '.join(map(shown, others[:5]))}{more}"
    return chosen, [note] if others else []


def ranked(names: Iterable[str], preferred: str) -> list[str]:
    """Those that may be graded, in the order in which they are looked at: at no more than one zip
    file, which ends the search. ``preferred`` is the stem that a hand-in should have."""

    def rank(name: str) -> tuple[bool, bool, int, int, int, str]:
        path, wanted = PurePosixPath(name), preferred.casefold()
        kind, stem = KINDS.index(path.suffix.lower()), path.stem.casefold()
        # a handed-out zip or a copy of the public tests must not win over a student's own file
        strange = (stem != wanted) + (wanted not in stem)
        is_test = bool(strange) and stem.startswith("test_")
        return kind == 2, is_test, strange, kind, len(path.parts), name

    return sorted((n for n in names if PurePosixPath(n).suffix.lower() in KINDS), key=rank)


def _first_with_work(
    names: Sequence[str], files: Mapping[str, Callable[[], bytes]], stubs: Given
) -> str:
    """The first that can be read and has work in it, or may have some; else simply the first."""
    room = 2 * MAX_SOURCE
    for name in names if stubs.names else []:
        if name.lower().endswith(".zip"):
            return name
        try:
            _, cells, _, _ = _contents(name, _text(name, files[name]())[0])
        except SubmissionError:
            continue
        room -= sum(len(cell.text) for cell in cells)
        if room < 0 or not stubs.is_untouched(cells):
            return name
    return names[0]


def _from_zip(name: str, raw: bytes, wanted: _Wanted) -> tuple[str, bytes, list[str]]:
    if raw.count(b"PK\1\2") > MAX_DIRECTORY:  # every entry of a directory starts so
        raise _unpacks_to_too_much(name)
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
        raise refusal(name, f"is not a zip file that can be read: {why}") from None
    if len(content) > MAX_BYTES:
        raise too_large(chosen)
    return chosen, content, [f"read {shown(chosen)} from {shown(name)}", *notes]


def _unpacked(name: str, archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    if entry.flag_bits & 1:
        raise refusal(name, "is encrypted; expected a zip file without a password")
    # the other methods unpack without a limit, whatever is asked for
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise refusal(name, f"is packed by method {entry.compress_type}; expected a usual zip")
    with archive.open(entry) as file:
        return file.read(MAX_BYTES + 1)  # the size it claims may be a lie


def _safe_entries(name: str, archive: zipfile.ZipFile) -> Mapping[str, zipfile.ZipInfo]:
    """The scripts and notebooks in it, by path. One entry that is up to something spoils all."""
    safe, count, size = dict[str, zipfile.ZipInfo](), 0, 0
    for entry in archive.infolist():
        path = PurePosixPath(entry.filename.replace("\\", "/"))  # as some Windows tools write it
        kind = stat.S_IFMT(entry.external_attr >> 16)
        if path.is_absolute() or ".." in path.parts or _DRIVE.match(str(path)):
            raise refusal(name, f"has an entry that points out of it: {shown(entry.filename)}")
        if any(map(is_clutter, path.parts)):
            continue
        if kind and not stat.S_ISREG(kind) and not stat.S_ISDIR(kind):
            raise refusal(name, f"has a link or device in it: {shown(entry.filename)}")
        count, size = count + 1, size + entry.file_size
        if path.name.lower().endswith(GRADABLE) and not entry.filename.endswith(("/", "\\")):
            safe[str(path)] = entry
    if count > MAX_ENTRIES or size > 4 * MAX_BYTES:
        raise _unpacks_to_too_much(name)
    return safe


def _unpacks_to_too_much(name: str) -> SubmissionError:
    return refusal(name, "unpacks to too much; hand in only the notebook or script")


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
        raise refusal(name, "is empty; expected a notebook or a script")
    sample = text[: 1 << 16]
    if "\0" in text or len(_CONTROL.findall(sample)) > len(sample) / 20:
        raise refusal(name, "is binary, not text; expected a notebook or a script")
    return text, notes


def _lines(text: str) -> str:
    """Text that Python can read: with its line ends, and without halves of letters, which JSON
    can hold and no encoding."""
    text = text.encode(errors="replace").decode()
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n")


def _limited(name: str, sources: list[str]) -> list[str]:
    """The sources, with Python's line ends. Comes before parsing, which is what costs."""
    if sum(map(len, sources)) > MAX_SOURCE or len(sources) > MAX_CELLS:
        raise refusal(name, f"has more than {MAX_SOURCE >> 10} KB or {MAX_CELLS} cells of code")
    if sum(source.count("{") for source in sources) > MAX_BRACES:
        raise refusal(name, f"has more than {MAX_BRACES} braces in its code")
    if any(map(_has_piled_marks, sources)):
        raise refusal(name, f"has more than {MAX_MARKS} combining marks on one letter")
    return list(map(_lines, sources))


def _has_piled_marks(text: str) -> bool:
    marks = "" if text.isascii() else "".join(filter(_is_mark, set(text)))
    return bool(marks) and re.search(f"[{marks}]{{{MAX_MARKS + 1}}}", text) is not None


def _is_mark(char: str) -> bool:
    # not the category: some that are letters fall apart into marks when a name is normalised
    return unicodedata.combining(unicodedata.normalize("NFKD", char)[0]) > 0


def _script(name: str, text: str) -> tuple[list[Cell], Prose, list[str]]:
    (source,) = _limited(name, [text])
    cells = split_script(source)
    if len(cells) == 1:
        return cells, (), []
    return cells, (), ["the script does not parse as a whole; its pieces were read one by one"]


def _notebook(name: str, text: str) -> tuple[list[Cell], Prose, list[str]]:
    all_cells, notes = _cells(name, _loaded(name, text))
    sources = [_source(cell) for cell in all_cells if _is_code(cell)]
    limited = _limited(name, sources)
    cells = [repaired(Cell(f"cell {k}", source)) for k, source in enumerate(limited, 1)]
    return repair.split(cells), _prose(all_cells, limited), notes


def _prose(cells: Sequence[Mapping[str, Any]], code: Sequence[str]) -> Prose:
    """The cells of text that may hold code: as much as there might be more code, and no more."""
    prose, before, number = list[tuple[int, Cell]](), 0, 0
    room, braces = MAX_SOURCE - sum(map(len, code)), MAX_BRACES - sum(c.count("{") for c in code)
    for cell in cells[:MAX_CELLS]:
        if _is_code(cell):
            before += 1
            continue
        text, number = _source(cell), number + 1
        if len(text) > room or text.count("{") > braces or _has_piled_marks(text):
            continue
        room, braces = room - len(text), braces - text.count("{")
        prose.append((before, Cell(f"text cell {number}", _lines(text))))
    return tuple(prose)


def _loaded(name: str, text: str) -> Any:
    # strings count too, roughly: to tell them apart costs as much as to read the notebook
    if text.count("[") + text.count("{") > MAX_BRACKETS or text.count(",") > MAX_COMMAS:
        raise refusal(name, "has too much in its JSON; clear the notebook's outputs")
    try:
        return json.loads(text)
    except RecursionError:
        raise refusal(name, "is not a notebook: its JSON is nested too deep") from None
    except ValueError as error:
        start = text.lstrip()[:20]
        if not start.startswith("{"):
            raise refusal(name, f"is not a notebook: expected JSON, found {start!r}") from None
        where = f"line {error.lineno}" if isinstance(error, json.JSONDecodeError) else error
        raise refusal(name, f"is not a complete notebook: its JSON breaks ({where})") from None


def _cells(name: str, loaded: Any) -> tuple[list[dict[str, Any]], list[str]]:
    """Every cell. By hand, not by nbformat: that refuses, warns about or garbles notebooks that
    Jupyter and Colab open, and only the text matters here."""
    sheets = loaded.get("worksheets") if isinstance(loaded, dict) else None  # nbformat 2 and 3
    holders = sheets if isinstance(sheets, list) else [loaded]
    lists = [
        holder["cells"] for holder in holders if isinstance(holder, dict) and "cells" in holder
    ]
    if not lists or not all(isinstance(cells, list) for cells in lists):
        raise refusal(name, "is JSON but not a notebook: it has no list of cells")
    cells = [cell for cells in lists for cell in cells]
    sound = [cell for cell in cells if isinstance(cell, dict)]
    note = f"{len(cells) - len(sound)} entries of the notebook's list of cells are none"
    return sound, [note] if len(sound) < len(cells) else []


def _is_code(cell: Mapping[str, Any]) -> bool:
    return bool(cell.get("cell_type", "code") == "code")


def _source(cell: Mapping[str, Any]) -> str:
    source = cell.get("source", cell.get("input"))
    if isinstance(source, list):
        lines = [line for line in source if isinstance(line, str)]
        # nbformat 2 and some tools of today leave the line ends out
        return ("" if any(line.endswith(("\n", "\r")) for line in lines) else "\n").join(lines)
    return source if isinstance(source, str) else ""
