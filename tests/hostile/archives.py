"""Hostile hand-ins that no small text file can be: links, pipes, bombs, odd names, broken zips."""

from __future__ import annotations

import io
import os
import socket
import struct
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from pathlib import Path

HONEST = """
import tensorflow as tf


def my_huber_loss(y_true, y_pred):
    error = tf.abs(y_true - y_pred)
    return tf.where(error <= 1, error**2 / 2, error - 0.5)
"""
"""One right function, and what it earns."""
EARNED = 12.0


def make(folder: Path, solution: Path) -> dict[str, float | None]:
    """Write them into ``folder``; links lead to ``solution``. By name: what each may earn; None:
    it ends as an error."""
    _make_links(folder, solution)
    _make_special_files(folder)
    for name, text in (GRADED_NAMES | REFUSED_NAMES | BOMBS).items():
        (folder / name).write_text(text, encoding="utf-8")
    for name, raw in _zips().items():
        (folder / name).write_bytes(raw)
    names = (GRADED_NAMES, REFUSED_NAMES, BOMBS, _zips())
    refused = dict.fromkeys(name for each in names for name in each)
    return {**refused, **dict.fromkeys(GRADED, EARNED), **dict.fromkeys(REFUSED)}


GRADED_NAMES = {
    "=cmd|' !A0.py": HONEST,
    "x;=1+1.py": HONEST,
    "[red]\x1b[31m\x1b]0;title\x07.py": HONEST,
}
REFUSED_NAMES = {
    "<img src=x onerror=alert(1)>.py": "",
    "\u202egnp.py": "",
    "two\nlines,of,a,table.py": "",
    "@tab\tand\rreturn.py": "",
    "CON.py": "",
    " ..  .py": "",
    "é" * 126 + ".py": "",
    "e\u0301.py": "",
    "é.py": "",
    "\udcff\udcfe.py": "",
}
"""Empty files: their names are in the error, in the table and on the terminal."""
BOMBS = {
    "fields.py": 'x = f"' + "{x}" * 40_000 + '"',
    "marks.py": "a" + "\u0300\u0316" * 60_000 + " = 1",
    "million_cells.ipynb": '{"cells": [' + '{"a": [{}]},' * 900_000 + "{}]}",
    "deep.ipynb": '{"cells": ' + "[" * 1_000_000,
    "long_number.ipynb": '{"cells": [' + "1" * 1_000_000 + "]}",
}
GRADED = [
    *GRADED_NAMES,
    "beside_links",
    "beside_pipes",
    "polyglot.zip",
    "same_entry.zip",
    "odd.zip",
]
REFUSED = [
    *["first_name.py", "second_name.py", "two_names", "link.py", "link_to_folder", "loop.py"],
    *["descriptor.py", "pipe.py", "socket.py", "sparse.py", "nested", "solution_itself.py"],
]


def _make_links(folder: Path, solution: Path) -> None:
    (folder / "first_name.py").write_text(HONEST)
    (folder / "second_name.py").hardlink_to(folder / "first_name.py")
    (folder / "two_names").mkdir()
    (folder / "two_names" / "ann.py").hardlink_to(folder / "first_name.py")
    (folder / "solution_itself.py").hardlink_to(solution)
    (folder / "link.py").symlink_to(solution)
    (folder / "link_to_folder").symlink_to(solution.parent)
    (folder / "loop.py").symlink_to("loop.py")
    (folder / "descriptor.py").symlink_to("/proc/self/fd/3")
    beside = folder / "beside_links"
    beside.mkdir()
    (beside / "custom_losses.ipynb").symlink_to(solution)
    (beside / "graders").symlink_to(solution.parent)
    (beside / "round").symlink_to(".")
    (beside / "ann.py").write_text(HONEST)


def _make_special_files(folder: Path) -> None:
    beside = folder / "beside_pipes"
    beside.mkdir()
    for path in (folder / "pipe.py", beside / "custom_losses.ipynb"):
        os.mkfifo(path)
    for path in (folder / "socket.py", beside / "custom_losses.py"):
        _make_socket(path)
    (beside / "ann.py").write_text(HONEST)
    with (folder / "sparse.py").open("wb") as file:
        file.truncate(100 << 30)
    (folder / "nested").joinpath(*["d"] * 60).mkdir(parents=True)


def _make_socket(path: Path) -> None:
    here = Path.cwd()
    os.chdir(path.parent)  # the address of a socket is no longer than a hundred bytes
    try:
        with socket.socket(socket.AF_UNIX) as made:
            made.bind(path.name)
    finally:
        os.chdir(here)


# --- zips ----------------------------------------------------------------------------------------


def _zips() -> Mapping[str, bytes]:
    honest = HONEST.encode()
    plain = _zipped([("ann.py", honest)])
    return {
        "climbs.zip": _zipped([("../../../tmp/hostile-was-here.py", honest)]),
        "absolute.zip": _zipped([("/tmp/hostile-was-here.py", honest)]),
        "share.zip": _zipped([("\\\\server\\share\\ann.py", honest)]),
        "link.zip": _zipped([("ann.py", b"/etc/passwd")], attributes=0o120777 << 16),
        "pipe.zip": _zipped([("ann.py", b"")], attributes=0o010666 << 16),
        "locked.zip": _changed(plain, flags=1),
        "unusual.zip": _zipped([("ann.py", honest)], method=zipfile.ZIP_LZMA),
        "nested.zip": _zipped([("ann.zip", plain)]),
        "zeros.zip": _entry("ann.py", _zeros(10_000), claimed=100),
        "many_megabytes.zip": _entry("ann.py", _zeros(10_000), claimed=10_000 << 20 & 0xFFFFFFFF),
        "many_entries.zip": _many_entries(300_000),
        "endless_directory.zip": _zip64(plain, count=1 << 60),
        "polyglot.zip": b"%PDF-1.4\nx = 1\n" + plain + b"trailing garbage" * 1000,
        "same_entry.zip": _overlapping(plain, 900),
        "odd.zip": _zipped([("a\n\x1b[31m\u202e.py\0.exe", honest), ("a/", b"x"), ("", b"x")]),
    }


def _zipped(
    entries: Iterable[tuple[str, bytes]],
    method: int = zipfile.ZIP_DEFLATED,
    attributes: int = 0o100644 << 16,
) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in entries:
            info = zipfile.ZipInfo("x")
            info.filename, info.compress_type = name, method  # as it is, not made harmless
            info.external_attr = attributes
            archive.writestr(info, content)
    return buffer.getvalue()


def _changed(raw: bytes, flags: int) -> bytes:
    changed = bytearray(raw)
    changed[6] |= flags
    changed[raw.index(b"PK\1\2") + 8] |= flags
    return bytes(changed)


def _zeros(megabytes: int) -> bytes:
    """So many megabytes of zeros, deflated, and made without deflating them."""
    deflate = zlib.compressobj(9, zlib.DEFLATED, -15)
    piece = deflate.compress(bytes(1 << 20)) + deflate.flush(zlib.Z_FULL_FLUSH)
    return piece * megabytes + deflate.flush()


def _entry(name: str, packed: bytes, claimed: int) -> bytes:
    sizes = struct.pack("<3I2H", 0, len(packed), claimed, len(name), 0)
    header = struct.pack("<4s5H", b"PK\3\4", 20, 0, 8, 0, 0) + sizes + name.encode()
    directory = struct.pack("<4s6H", b"PK\1\2", 20, 20, 0, 8, 0, 0) + sizes
    directory += struct.pack("<3H2I", 0, 0, 0, 0, 0) + name.encode()
    return header + packed + directory + _end(1, len(directory), len(header + packed))


def _end(count: int, size: int, offset: int) -> bytes:
    return struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, count, count, size, offset, 0)


def _many_entries(count: int) -> bytes:
    entry = struct.pack("<4s6H3I5H2I", b"PK\1\2", *[0] * 9, 1, *[0] * 6)
    return _zip64(b"", count, b"".join(entry + b"x" for _ in range(count)))


def _zip64(before: bytes, count: int, directory: bytes = b"") -> bytes:
    end = struct.pack("<4sQ2H2I2Q", b"PK\6\6", 44, 45, 45, 0, 0, count, count)
    end += struct.pack("<2Q", len(directory), len(before))
    locator = struct.pack("<4sIQI", b"PK\6\7", 0, len(before + directory), 1)
    return before + directory + end + locator + _end(0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF)


def _overlapping(plain: bytes, count: int) -> bytes:
    """A directory that names the same packed bytes again and again."""
    start, end = plain.index(b"PK\1\2"), plain.index(b"PK\5\6")
    directory = plain[start:end] * count
    return plain[:start] + directory + _end(count, len(directory), start)
