"""Hand-ins as they come: whatever can be read is read, the rest is one line for staff."""

from __future__ import annotations

import ast
import io
import json
import os
import random
import stat
import struct
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter
from typing import Any

import nbformat
import pytest

from autograder import submission
from autograder.disk import MAX_BYTES
from autograder.errors import SubmissionError
from autograder.repair import Given
from autograder.source import Cell
from autograder.submission import Submission

CODE = "def f(x):\n    y = x\n    return y\n"
Source = str | Sequence[str]


def read(path: Path) -> Submission:
    return submission.read(path, "ann", "custom_losses")


def read_bytes(folder: Path, raw: bytes, name: str = "ann.py") -> Submission:
    path = folder / name
    path.write_bytes(raw)
    return read(path)


def refusal(path: Path) -> str:
    """The one line that says why ``path`` can't be read; in seconds, whatever it is."""
    start = perf_counter()
    with pytest.raises(SubmissionError) as caught:
        read(path)
    text = str(caught.value)
    assert perf_counter() - start < 10
    assert text.isprintable(), text  # a line end is not printable
    assert len(text) < 300
    return text


def refusal_of_bytes(folder: Path, raw: bytes, name: str = "ann.py") -> str:
    path = folder / name
    path.write_bytes(raw)
    return refusal(path)


def texts(found: Submission) -> list[str]:
    return [cell.text for cell in found.cells]


def code_cell(source: Source, **fields: object) -> dict[str, object]:
    return {"cell_type": "code", "source": source, **fields}


def notebook(*sources: Source) -> bytes:
    """A notebook with nothing but what Jupyter can't do without."""
    return dumped(cells=[code_cell(source) for source in sources])


def dumped(**fields: object) -> bytes:
    return json.dumps(fields).encode()


def read_cells(folder: Path, *sources: Source) -> Submission:
    return read_bytes(folder, notebook(*sources), "ann.ipynb")


def names(found: Submission) -> set[str]:
    """What the sound cells define or assign at top level."""
    bound: set[str] = set()
    for cell in found.cells:
        for node in cell.tree.body if cell.tree else []:
            if isinstance(node, ast.FunctionDef | ast.ClassDef):
                bound.add(node.name)
            elif isinstance(node, ast.Assign):
                bound.add(ast.unparse(node.targets[0]))
    return bound


def zipped(entries: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, content in entries.items():
            info = zipfile.ZipInfo("x")
            info.filename, info.compress_type = name, method  # as it is, not made harmless
            archive.writestr(info, content)
    return buffer.getvalue()


# --- kinds of hand-in --------------------------------------------------------------------------


def test_a_script_is_one_cell_without_notes(tmp_path: Path) -> None:
    found = read_bytes(tmp_path, CODE.encode())
    assert texts(found) == [CODE]
    assert (found.id, found.main, found.repairs) == ("ann", False, ())


def test_endings_may_be_in_capitals(tmp_path: Path) -> None:
    assert names(read_bytes(tmp_path, CODE.encode(), "ANN.PY")) == {"f"}
    assert names(read_bytes(tmp_path, notebook(CODE), "ANN2.IPYNB")) == {"f"}
    assert names(read_bytes(tmp_path, zipped({"A.PY": CODE.encode()}), "ANN3.ZIP")) == {"f"}


@pytest.mark.parametrize("minor", [0, 5])
def test_a_notebook_as_jupyter_writes_it_is_read(tmp_path: Path, minor: int) -> None:
    v4: Any = nbformat.v4
    cells = [v4.new_markdown_cell("# Title"), v4.new_code_cell(CODE), v4.new_raw_cell("raw")]
    if minor < 5:
        for cell in cells:
            del cell["id"]  # came with 4.5
    made = v4.new_notebook(cells=cells, nbformat_minor=minor)
    found = read_bytes(tmp_path, nbformat.writes(made).encode(), "ann.ipynb")
    assert texts(found) == [CODE]
    assert (found.main, found.repairs) == (True, ())


def test_a_notebook_of_nbformat_3_is_read(tmp_path: Path) -> None:
    v3: Any = nbformat.v3
    sheet = v3.new_worksheet(
        cells=[v3.new_text_cell("markdown", source="# Title"), v3.new_code_cell(CODE)]
    )
    raw = v3.writes_json(v3.new_notebook(worksheets=[sheet]))
    assert texts(read_bytes(tmp_path, raw.encode(), "ann.ipynb")) == [CODE]


def test_a_notebook_of_nbformat_2_is_read_whose_lines_have_no_ends(tmp_path: Path) -> None:
    cell = {"cell_type": "code", "input": CODE.splitlines()}
    raw = dumped(nbformat=2, worksheets=[{"cells": [cell]}])
    assert names(read_bytes(tmp_path, raw, "ann.ipynb")) == {"f"}


@pytest.mark.parametrize(
    "cell",
    [
        code_cell(CODE),
        code_cell(CODE, id="a", metadata={}, outputs=[], execution_count=None),
        code_cell(CODE, outputs="nonsense", metadata=None, id=3),
        code_cell(CODE.splitlines(keepends=True)),
        code_cell(CODE.splitlines()),
        code_cell([*CODE.splitlines(keepends=True), None, 3]),  # type: ignore[list-item]
        {"source": CODE},
    ],
)
def test_only_the_source_of_a_cell_matters(tmp_path: Path, cell: dict[str, object]) -> None:
    assert names(read_bytes(tmp_path, dumped(cells=[cell]), "ann.ipynb")) == {"f"}


def test_markdown_and_raw_cells_are_not_code(tmp_path: Path) -> None:
    others = [{"cell_type": kind, "source": "x = ("} for kind in ("markdown", "raw", "heading")]
    found = read_bytes(tmp_path, dumped(cells=[*others, code_cell(CODE), *others]), "ann.ipynb")
    assert texts(found) == [CODE]


@pytest.mark.parametrize("source", [None, 3, {"a": 1}, [], ""])
def test_a_cell_without_source_is_empty(tmp_path: Path, source: object) -> None:
    cells = [{"cell_type": "code", "source": source}, {"cell_type": "code"}, code_cell(CODE)]
    assert texts(read_bytes(tmp_path, dumped(cells=cells), "ann.ipynb")) == ["", "", CODE]


def test_what_is_no_cell_is_passed_over_with_a_note(tmp_path: Path) -> None:
    found = read_bytes(tmp_path, dumped(cells=[None, "x", code_cell(CODE)]), "ann.ipynb")
    assert texts(found) == [CODE]
    assert any("2 entries" in note for note in found.repairs)


def test_a_notebook_under_the_name_of_a_script_is_read(tmp_path: Path) -> None:
    found = read_bytes(tmp_path, notebook(CODE), "ann.py")
    assert texts(found) == [CODE]
    assert found.main
    assert any("is a notebook" in note for note in found.repairs)


def test_the_digest_is_of_the_graded_file(tmp_path: Path) -> None:
    plain = read_bytes(tmp_path, CODE.encode())
    packed = read_bytes(tmp_path, zipped({"a.py": CODE.encode()}), "ann.zip")
    assert plain.sha256 == packed.sha256


# --- folders and zips --------------------------------------------------------------------------


def test_a_zip_may_have_its_notebook_in_a_folder(tmp_path: Path) -> None:
    raw = zipped({"ann/": b"", "ann/work/final.ipynb": notebook(CODE), "ann/data.csv": b"1,2"})
    found = read_bytes(tmp_path, raw, "ann.zip")
    assert texts(found) == [CODE]
    assert found.main
    assert any("final.ipynb" in note and "ann.zip" in note for note in found.repairs)


def test_clutter_in_a_zip_is_passed_over(tmp_path: Path) -> None:
    clutter = ["__MACOSX/._final.py", ".ipynb_checkpoints/final.ipynb", "__pycache__/x.py", ".x.py"]
    raw = zipped(dict.fromkeys(clutter, b"\0\1") | {"final.py": CODE.encode()})
    found = read_bytes(tmp_path, raw, "ann.zip")
    assert names(found) == {"f"}
    assert not any("graded" in note for note in found.repairs)


def test_backslashes_in_a_zip_separate_folders(tmp_path: Path) -> None:
    raw = zipped({"ann\\": b"", "ann\\custom_losses.py": CODE.encode(), "ann\\a.py": b"x = 1"})
    assert names(read_bytes(tmp_path, raw, "ann.zip")) == {"f"}


@pytest.mark.parametrize(
    ("chosen", "others"),
    [
        ("custom_losses.py", ["a.py", "a.ipynb", "custom_losses.zip"]),
        ("Custom_Losses.ipynb", ["custom_losses.py", "test_custom_losses.py"]),
        ("deep/down/custom_losses.py", ["a.py", "b.ipynb"]),
        ("b.ipynb", ["a.py"]),
        ("b.py", ["test_a.py", "test_a.ipynb", "a.zip"]),
        ("b.py", ["deep/a.py"]),
    ],
)
@pytest.mark.parametrize("pack", [False, True])
def test_of_several_files_the_likeliest_is_graded(
    tmp_path: Path, chosen: str, others: list[str], pack: bool
) -> None:
    right, wrong = ("found = 1\n", "other = 1\n")
    contents = {name: wrong.encode() for name in others} | {chosen: right.encode()}
    if chosen.endswith(".ipynb"):
        contents[chosen] = notebook(right)
    path = tmp_path / ("ann.zip" if pack else "ann")
    if pack:
        path.write_bytes(zipped(contents))
    else:
        for name, content in contents.items():
            (path / name).parent.mkdir(parents=True, exist_ok=True)
            (path / name).write_bytes(content)
    found = read(path)
    assert names(found) == {"found"}
    (note,) = [note for note in found.repairs if note.startswith("graded")]
    assert chosen in note
    left = [name for name in others if not (pack and name.endswith(".zip"))]
    assert all(name in note for name in left)


def test_a_folder_with_a_zip_in_it_is_read(tmp_path: Path) -> None:
    (tmp_path / "ann").mkdir()
    (tmp_path / "ann" / "work.zip").write_bytes(zipped({"final.py": CODE.encode()}))
    assert names(read(tmp_path / "ann")) == {"f"}


def test_many_files_that_were_left_make_a_short_note(tmp_path: Path) -> None:
    raw = zipped({f"{k:03}{'x' * 200}.py": CODE.encode() for k in range(500)})
    notes = read_bytes(tmp_path, raw, "ann.zip").repairs
    assert all(len(note) < 700 for note in notes)
    assert any("and 494 more" in note for note in notes)


# --- notebook commands -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "command",
    [
        "%matplotlib inline",
        "%load_ext tensorboard",
        "!pip install x",
        "!echo it's \"open",
        "!pip install a \\\n    b \\\n    c",
        "pip install x",
        "x = !ls",
        "x = %timeit -o f()",
        "f?",
        "tf.keras.losses??",
        "?f",
    ],
)
def test_a_command_is_left_out_and_the_rest_of_its_cell_kept(tmp_path: Path, command: str) -> None:
    found = read_cells(tmp_path, "a = 1\n", f"b = 1\n{command}\nc = '''\n% d\n'''\n{CODE}")
    assert names(found) == {"a", "b", "c", "f"}
    (note,) = found.repairs
    assert note.startswith("cell 2: notebook commands")
    assert found.cells[1].text.splitlines()[0] == "b = 1"


def test_a_command_keeps_the_numbers_of_the_lines_below(tmp_path: Path) -> None:
    (cell,) = read_cells(tmp_path, f"!pip install a \\\n  b\n%time\n{CODE}").cells
    assert cell.text.splitlines()[3] == CODE.splitlines()[0]


def test_a_command_may_be_all_that_a_try_holds(tmp_path: Path) -> None:
    text = "try:\n    # only in Colab\n    %tensorflow_version 2.x\nexcept Exception:\n    pass\n"
    found = read_cells(tmp_path, text + CODE)
    assert names(found) == {"f"}
    assert found.repairs


@pytest.mark.parametrize("magic", ["time", "timeit -n 3", "capture out"])
def test_a_timed_cell_is_kept(tmp_path: Path, magic: str) -> None:
    found = read_cells(tmp_path, f"\n%%{magic}\n{CODE}")
    assert names(found) == {"f"}
    (note,) = found.repairs
    assert note.startswith(f"cell 1: %%{magic.split()[0]} ")


def test_a_timed_cell_may_have_commands_too(tmp_path: Path) -> None:
    found = read_cells(tmp_path, f"%%capture\n%%time\n!ls\n{CODE}")
    assert names(found) == {"f"}


@pytest.mark.parametrize("magic", ["bash", "html", "javascript", "writefile x.py", "", "!"])
def test_a_cell_in_another_language_is_left_out(tmp_path: Path, magic: str) -> None:
    found = read_cells(tmp_path, f"%%{magic}\nx = 1\n<b>\n", CODE)
    assert names(found) == {"f"}
    (note,) = found.repairs
    assert note.startswith("cell 1: ")
    assert "left out" in note


def test_the_name_of_a_magic_is_printable_in_its_note(tmp_path: Path) -> None:
    (note,) = read_cells(tmp_path, "%%\x1b[31m\ud800" + "x" * 1000).repairs
    assert note.isprintable()
    assert len(note) < 100


@pytest.mark.parametrize(
    "text",
    [
        'x = """\n%matplotlib inline\n!ls\nf?\n"""\n',
        "x = (a\n% b\n)\n",
        "x = a \\\n% b\n",
        "x = [\n'%s'\n% y,\n]\n",
        "# %matplotlib inline\n# what?\nx = 1\n",
    ],
)
def test_python_that_looks_like_a_command_is_not_touched(tmp_path: Path, text: str) -> None:
    found = read_cells(tmp_path, text)
    assert texts(found) == [text]
    assert found.repairs == ()


@pytest.mark.parametrize(
    "python",
    [
        'x = """\n%matplotlib inline\n!ls\nf?\n"""\n',
        "x = r'''\n\\'''\n% '\" ''' # it's\n",
        "x = (a\n% b\n)\n",
        "x = a \\\n% b\n",
        "x = {'(': ')',\n'%s': 1\n% y}\n",
    ],
)
def test_next_to_a_command_only_the_command_is_touched(tmp_path: Path, python: str) -> None:
    found = read_cells(tmp_path, f"{python}%matplotlib inline\n{python}!ls 'a\n{python}")
    assert texts(found) == [f"{python}pass\n{python}pass\n{python}"]


# --- indentation and encodings -----------------------------------------------------------------


@pytest.mark.parametrize("indent", ["    ", "  ", "\t", " "])
def test_a_stray_indentation_is_removed(tmp_path: Path, indent: str) -> None:
    text = "".join(f"{indent}{line}\n" for line in CODE.splitlines())
    found = read_cells(tmp_path, "x = 1", f"# comment\n\n{text}")
    assert names(found) == {"x", "f"}
    assert found.repairs == ("cell 2: a stray indentation was removed",)


def test_a_stray_indentation_of_commands_is_removed(tmp_path: Path) -> None:
    found = read_cells(tmp_path, "    %matplotlib inline\n    x = 1\n    if x:\n        !ls\n")
    assert names(found) == {"x"}
    assert len(found.repairs) == 2


@pytest.mark.parametrize(
    "text",
    [
        "def f(x):\n\tif x:\n\t    return 1\n        return 2\n",
        "def f(x):\n    y = x\n\treturn y\n",
        "def f(x):\n\ty = x\n    return y\n",
    ],
)
def test_tabs_mixed_with_spaces_are_expanded(tmp_path: Path, text: str) -> None:
    found = read_cells(tmp_path, text)
    assert names(found) == {"f"}
    (note,) = found.repairs
    assert note.startswith("cell 1: tabs and spaces")


def test_a_tab_in_a_string_is_kept_when_tabs_are_expanded(tmp_path: Path) -> None:
    found = read_cells(tmp_path, "def f(x):\n    y = 'a\tb'\n\treturn y\n")
    assert "'a\tb'" in found.cells[0].text


ACCENTED = 'x = "é"\nif x:\n    y = 1\n'


@pytest.mark.parametrize(
    ("encoding", "note"),
    [
        ("utf-8", None),
        ("utf-8-sig", "byte order mark"),
        ("utf-16", "byte order mark"),
        ("cp1252", "Windows-1252"),
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("name", ["ann.py", "ann.ipynb"])
def test_every_usual_encoding_and_line_end_is_read(
    tmp_path: Path, encoding: str, note: str | None, end: str, name: str
) -> None:
    text = ACCENTED.replace("\n", end)
    if name.endswith(".ipynb"):
        text = json.dumps({"cells": [code_cell(text)]}, ensure_ascii=False, indent=1)
    found = read_bytes(tmp_path, text.encode(encoding), name)
    assert texts(found) == [ACCENTED]
    assert len(found.repairs) == (note is not None)
    assert note is None or note in found.repairs[0]


def test_big_endian_utf_16_is_read(tmp_path: Path) -> None:
    assert texts(read_bytes(tmp_path, f"\ufeff{ACCENTED}".encode("utf-16-be"))) == [ACCENTED]


def test_a_declared_encoding_does_not_matter(tmp_path: Path) -> None:
    text = f"# -*- coding: latin-1 -*-\n{ACCENTED}"
    assert texts(read_bytes(tmp_path, text.encode())) == [text]


# --- broken code -------------------------------------------------------------------------------


def test_a_broken_cell_costs_only_itself(tmp_path: Path) -> None:
    found = read_cells(tmp_path, "a = 1", "b = (", CODE, "x = '\0'", "c = 1")
    assert names(found) == {"a", "f", "c"}
    assert [cell.name for cell in found.cells if cell.tree is None] == [f"cell {k}" for k in (2, 4)]
    assert found.cells[1].text == "b = ("


@pytest.mark.parametrize("mark", ["# %%", "# In[1]:", ""])
def test_a_script_loses_only_the_piece_that_does_not_parse(tmp_path: Path, mark: str) -> None:
    text = f"{mark}\nimport math\n\n{mark}\ndef g(x):\n    return (x\n\n{mark}\n@math.x\n{CODE}"
    found = read_bytes(tmp_path, text.encode())
    assert names(found) == {"f"}
    assert any("pieces" in note for note in found.repairs)


def test_repairs_of_a_piece_name_its_line(tmp_path: Path) -> None:
    text = f"x = (\n\ndef g(x):\n    y = x\n\treturn y\n\n{CODE}"
    found = read_bytes(tmp_path, text.encode())
    assert names(found) == {"g", "f"}
    assert any(note.startswith("line 3: tabs") for note in found.repairs)


# --- refused -----------------------------------------------------------------------------------

JUNK = random.Random(7).randbytes(5000)
NO_NULLS = bytes(b for b in JUNK if b)
PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\1\0\0\0\1\0\x08\6\0\0\0" + JUNK


@pytest.mark.parametrize("name", ["ann.py", "ann.ipynb"])
@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"", "is empty"),
        (b" \n\t\r\n ", "is empty"),
        (b"\xef\xbb\xbf\n", "is empty"),
        ("\ufeff".encode("utf-16-le"), "is empty"),
        (JUNK, "is binary"),
        (NO_NULLS, "is binary"),
        (PNG, "is binary"),
        (zipped({"a.py": b"x = 1"}), "is binary"),
        (CODE.encode("utf-16-le"), "is binary"),
        (CODE.encode("utf-32"), "is binary"),
    ],
)
def test_what_is_no_text_is_refused(tmp_path: Path, raw: bytes, reason: str, name: str) -> None:
    text = refusal_of_bytes(tmp_path, raw, name)
    assert f"{name} {reason}" in text
    assert "expected a notebook or a script" in text


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (notebook(CODE)[:-20], "is not a complete notebook"),
        (json.dumps({"cells": [code_cell(CODE)]}, indent=1).encode()[:60], "breaks (line 5)"),
        (b"{", "is not a complete notebook"),
        (b"{}{}", "is not a complete notebook"),
        (b'{"cells": ' + b"9" * 10_000 + b"}", "is not a complete notebook"),
        (CODE.encode(), "expected JSON, found 'def f(x):"),
        (b"<!DOCTYPE html>\n<html>", "expected JSON, found '<!DOCTYPE html>"),
        (b"{}", "no list of cells"),
        (b"[]", "no list of cells"),
        (b"null", "no list of cells"),
        (b'"cells"', "no list of cells"),
        (b'{"cells": null}', "no list of cells"),
        (b'{"cells": {"source": "x"}}', "no list of cells"),
        (b'{"worksheets": []}', "no list of cells"),
        (b'{"worksheets": [3, {}]}', "no list of cells"),
        (b"[" * 100_000, "nested too deep"),
        (b'{"a":' * 100_000, "nested too deep"),
        (b'{"cells": ' + b"[" * 100_000 + b"]" * 100_000 + b"}", "nested too deep"),
    ],
)
def test_what_is_no_notebook_is_refused(tmp_path: Path, raw: bytes, reason: str) -> None:
    text = refusal_of_bytes(tmp_path, raw, "ann.ipynb")
    assert text.startswith("ann.ipynb is ")
    assert reason in text


@pytest.mark.parametrize("name", ["ann.py", "ann.ipynb", "ann.zip"])
def test_a_huge_file_is_refused_unread(tmp_path: Path, name: str) -> None:
    with (tmp_path / name).open("wb") as file:
        file.truncate(100 << 20)
    assert "more than 24 MB" in refusal(tmp_path / name)


@pytest.mark.parametrize("cells", [["x = 1\n" * 200_000], ["x"] * 2001])
def test_too_much_code_is_refused_before_it_is_parsed(tmp_path: Path, cells: list[str]) -> None:
    assert "of code" in refusal_of_bytes(tmp_path, notebook(*cells), "ann.ipynb")


def test_pictures_may_make_a_notebook_large(tmp_path: Path) -> None:
    cell = code_cell(CODE, outputs=[{"data": {"image/png": "A" * (20 << 20)}}])
    assert names(read_bytes(tmp_path, dumped(cells=[cell]), "ann.ipynb")) == {"f"}


@pytest.mark.parametrize(
    "name", ["../x.py", "/x.py", "C:\\x.py", "C:x.py", "a\\..\\..\\x.py", "a/../../x.txt", "\\x.py"]
)
def test_a_zip_that_points_out_of_itself_is_refused(tmp_path: Path, name: str) -> None:
    raw = zipped({"good.py": CODE.encode(), name: CODE.encode()})
    text = refusal_of_bytes(tmp_path, raw, "ann.zip")
    assert "points out of it" in text
    assert name in text


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFIFO, stat.S_IFCHR])
def test_a_zip_with_a_link_or_device_is_refused(tmp_path: Path, kind: int) -> None:
    with zipfile.ZipFile(tmp_path / "ann.zip", "w") as archive:
        archive.writestr("good.py", CODE)
        info = zipfile.ZipInfo("bad.py")
        info.external_attr = (kind | 0o777) << 16
        archive.writestr(info, "/etc/passwd")
    assert "link or device in it: bad.py" in refusal(tmp_path / "ann.zip")


@pytest.mark.parametrize("megabytes", [30, 200])
def test_a_zip_bomb_is_refused(tmp_path: Path, megabytes: int) -> None:
    raw = zipped({"ann.ipynb": bytes(megabytes << 20)})
    assert len(raw) < 1 << 20
    text = refusal_of_bytes(tmp_path, raw, "ann.zip")
    assert "more than 24 MB" in text or "unpacks to too much" in text


@pytest.mark.parametrize("claimed", [0, 10, MAX_BYTES])
def test_a_zip_bomb_that_lies_about_its_size_is_refused(tmp_path: Path, claimed: int) -> None:
    raw = bytearray(zipped({"ann.ipynb": b" " * (100 << 20)}))
    entry = raw.index(b"PK\1\2")
    struct.pack_into("<I", raw, entry + 24, claimed)
    struct.pack_into("<I", raw, 22, claimed)
    assert refusal_of_bytes(tmp_path, bytes(raw), "ann.zip").startswith("ann.")


def test_a_zip_of_too_many_files_is_refused(tmp_path: Path) -> None:
    raw = zipped({f"{k}.txt": b"" for k in range(1001)})
    assert "unpacks to too much" in refusal_of_bytes(tmp_path, raw, "ann.zip")


def test_an_encrypted_zip_is_refused(tmp_path: Path) -> None:
    raw = bytearray(zipped({"a.py": CODE.encode()}))
    raw[6] |= 1
    raw[raw.index(b"PK\1\2") + 8] |= 1
    assert "without a password" in refusal_of_bytes(tmp_path, bytes(raw), "ann.zip")


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_an_unusual_packing_is_refused(tmp_path: Path, method: int) -> None:
    raw = zipped({"a.py": CODE.encode()}, method)
    assert "expected a usual zip" in refusal_of_bytes(tmp_path, raw, "ann.zip")


def without_middle(raw: bytes) -> bytes:
    """The same zip with its packed data gone, its directory still in place."""
    entry = raw.index(b"PK\1\2")
    return raw[:40] + b"\xff" * (entry - 40) + raw[entry:]


@pytest.mark.parametrize(
    "change",
    [
        lambda raw: raw[: len(raw) // 2],
        lambda raw: raw[:-10],
        lambda raw: raw[100:],
        lambda raw: b"PK\3\4",
        lambda raw: b"",
        lambda raw: JUNK,
        without_middle,
    ],
)
def test_a_broken_zip_is_refused(tmp_path: Path, change: Callable[[bytes], bytes]) -> None:
    raw = change(zipped({"a.py": CODE.encode() * 20 + JUNK}))
    text = refusal_of_bytes(tmp_path, raw, "ann.zip")
    assert text.startswith("ann.zip is not a zip file that can be read: ")
    assert not text.endswith(":")


def test_a_zip_whose_data_ends_early_says_so(tmp_path: Path) -> None:
    raw = bytearray(zipped({"a.py": CODE.encode()}, zipfile.ZIP_STORED))
    entry = raw.index(b"PK\1\2")
    for position in (18, 22, entry + 20, entry + 24):
        struct.pack_into("<I", raw, position, 100_000)
    assert "it ends too early" in refusal_of_bytes(tmp_path, bytes(raw), "ann.zip")


@pytest.mark.parametrize(
    "entries", [{}, {"readme.txt": b"x"}, {"__MACOSX/a.py": b"x"}, {"a/": b""}]
)
def test_a_zip_without_a_gradable_file_is_refused(
    tmp_path: Path, entries: dict[str, bytes]
) -> None:
    assert "has no .py or .ipynb" in refusal_of_bytes(tmp_path, zipped(entries), "ann.zip")


@pytest.mark.parametrize("name", ["ann.pdf", "ann", "ann.py.txt", "ann.docx", "ann.rar"])
def test_another_kind_of_file_is_refused(tmp_path: Path, name: str) -> None:
    assert "not a .py, .ipynb or .zip" in refusal_of_bytes(tmp_path, CODE.encode(), name)


@pytest.mark.parametrize("name", ["ann", "ann.py"])
@pytest.mark.parametrize("entry", ["", "readme.txt", ".hidden.py", "__pycache__/a.py", "deep/a/b/"])
def test_a_folder_without_a_gradable_file_is_refused(tmp_path: Path, name: str, entry: str) -> None:
    path = tmp_path / name / entry
    if entry.endswith("/") or not entry:
        path.mkdir(parents=True)
    else:
        path.parent.mkdir(parents=True)
        path.write_text(CODE)
    assert f"{name} has no .py or .ipynb" in refusal(tmp_path / name)


def test_a_folder_of_too_many_files_is_refused(tmp_path: Path) -> None:
    for k in range(1001):
        (tmp_path / f"{k}.py").touch()
    assert "more than 1000 files" in refusal(tmp_path)


@pytest.mark.parametrize("name", ["ann.py", "ann"])
def test_a_link_is_refused(tmp_path: Path, name: str) -> None:
    target = tmp_path / "target.py"
    target.write_text(CODE)
    (tmp_path / name).symlink_to(target if name.endswith(".py") else tmp_path)
    assert "is a link; expected a file" in refusal(tmp_path / name)


def test_a_link_to_nowhere_is_refused(tmp_path: Path) -> None:
    (tmp_path / "ann.py").symlink_to(tmp_path / "nowhere")
    assert "is a link" in refusal(tmp_path / "ann.py")


def test_a_folder_of_links_is_refused(tmp_path: Path) -> None:
    other, folder = tmp_path / "other", tmp_path / "ann"
    other.mkdir()
    folder.mkdir()
    (other / "bob.py").write_text(CODE)
    (folder / "ann.py").symlink_to(other / "bob.py")
    (folder / "more").symlink_to(other)
    (folder / "round").symlink_to(folder)
    assert "has no .py or .ipynb" in refusal(folder)


def test_a_named_pipe_is_refused_at_once(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "ann.py")
    assert "is not a regular file" in refusal(tmp_path / "ann.py")


def test_a_named_pipe_in_a_folder_is_passed_over(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "custom_losses.py")
    (tmp_path / "ann.py").write_text(CODE)
    assert names(read(tmp_path)) == {"f"}


@pytest.mark.parametrize("name", ["gone.py", "gone.ipynb", "gone/ann.py"])
def test_a_file_that_is_gone_is_refused(tmp_path: Path, name: str) -> None:
    assert "can't be read: No such file" in refusal(tmp_path / name)


@contextmanager
def forbidden(path: Path) -> Iterator[None]:
    """Meanwhile ``path`` may not be read, not even by root, who is somebody else for the time."""
    is_root = os.geteuid() == 0
    path.chmod(0)
    if is_root:
        os.seteuid(65534)
    try:
        yield
    finally:
        if is_root:
            os.seteuid(0)
        path.chmod(0o700)


def test_a_file_that_may_not_be_read_says_so(tmp_path: Path) -> None:
    path = tmp_path / "ann.py"
    path.write_text(CODE)
    with forbidden(path):
        assert refusal(path) == "ann.py can't be read: Permission denied"
    assert names(read(path)) == {"f"}


def test_a_folder_that_may_not_be_listed_says_so(tmp_path: Path) -> None:
    work = tmp_path / "ann" / "work"
    work.mkdir(parents=True)
    (work / "ann.py").write_text(CODE)
    with forbidden(work):
        assert refusal(tmp_path / "ann") == "ann can't be read: Permission denied"
    assert names(read(tmp_path / "ann")) == {"f"}


@pytest.mark.parametrize("name", ["a\nb\x1b[31m.py", "é" * 100 + ".py", "\udcff\u202e.py"])
def test_the_name_of_a_refused_file_is_short_and_printable(tmp_path: Path, name: str) -> None:
    assert len(refusal_of_bytes(tmp_path, b"", name)) < 160


def test_odd_names_in_a_zip_are_short_and_printable_in_notes(tmp_path: Path) -> None:
    raw = zipped({f"\x1b[31m\n{'x' * 5000}.py": CODE.encode(), "b\r\n.py": b"x = 1"})
    notes = read_bytes(tmp_path, raw, "ann.zip").repairs
    assert all(note.isprintable() and len(note) < 300 for note in notes)


def test_damage_anywhere_in_a_zip_is_a_refusal_or_harmless(tmp_path: Path) -> None:
    good = zipped({"a/ann.py": CODE.encode() * 20, "b.ipynb": notebook(CODE)})
    for position in range(len(good)):
        raw = bytearray(good)
        raw[position] ^= 1 + position % 255
        try:
            read_bytes(tmp_path, bytes(raw), "ann.zip")
        except SubmissionError as error:
            assert str(error).isprintable()  # noqa: PT017 - most damage is no error
            assert len(str(error)) < 300  # noqa: PT017


@pytest.mark.parametrize("zipped", [False, True])
def test_a_filled_in_script_beside_the_untouched_notebook_is_what_is_graded(
    zipped: bool, tmp_path: Path
) -> None:
    folder = tmp_path / "zoe"
    folder.mkdir()
    stub = '{"cells": [{"cell_type": "code", "source": "answer = 0"}]}'
    (folder / "custom_losses.ipynb").write_text(stub, encoding="utf-8")
    (folder / "custom_losses.py").write_text("answer = 1\n", encoding="utf-8")
    path = folder
    if zipped:
        path = tmp_path / "zoe.zip"
        with zipfile.ZipFile(path, "w") as archive:
            for file in folder.iterdir():
                archive.write(file, f"zoe/{file.name}")
    stubs = Given.of([Cell("stub", "answer = 0")])
    found = submission.read(path, "zoe", "custom_losses", stubs)
    assert [cell.text for cell in found.cells] == ["answer = 1\n"]
    assert any("not" in note and "custom_losses.ipynb" in note for note in found.repairs)


def test_an_untouched_stub_alone_is_still_graded(tmp_path: Path) -> None:
    path = tmp_path / "custom_losses.py"
    path.write_text("answer = 0\n", encoding="utf-8")
    stubs = Given.of([Cell("stub", "answer = 0")])
    assert len(submission.read(tmp_path, "zoe", "custom_losses", stubs).cells) == 1


def test_half_a_letter_in_a_notebook_costs_nothing(tmp_path: Path) -> None:
    path = tmp_path / "x.ipynb"
    source = "x = 'cut \\ud83d off'"
    path.write_text(f'{{"cells": [{{"cell_type": "code", "source": "{source}"}}]}}')
    (cell,) = submission.read(path, "x", "demo").cells
    assert cell.text == "x = 'cut ? off'"
    assert cell.tree is not None
