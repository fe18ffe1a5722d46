"""Hand-ins that are hostile as files: nothing follows, nothing stalls, nothing steers what shows."""

from __future__ import annotations

import csv
import io
import json
import os
import socket
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from time import process_time, sleep

import pytest
from rich.console import Console

from autograder import handins, submission, summary
from autograder.assignment import Assignment
from autograder.errors import SubmissionError
from autograder.files import remove_tree
from autograder.gradebook import Gradebook
from autograder.grading import unreadable
from autograder.repair import NOTHING_GIVEN, Given
from autograder.result import CheckResult, Grade, Mistake, PartResult
from autograder.submission import MAX_BRACES, MAX_MARKS, MAX_SOURCE, Submission
from tests.hostile import archives

CODE = "def f(x):\n    return x\n"
SECRET = "secret = 1\n"


def read(path: Path, stubs: Given = NOTHING_GIVEN) -> Submission:
    return submission.read(path, "ann", "custom_losses", stubs)


def refusal(path: Path) -> str:
    with pytest.raises(SubmissionError) as caught:
        read(path)
    text = str(caught.value)
    assert text.isprintable()
    assert len(text) < 300
    return text


def refusal_of(folder: Path, text: str, name: str = "ann.py") -> str:
    (folder / name).write_text(text, encoding="utf-8")
    return refusal(folder / name)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, float | None]]:
    """The folder of hostile hand-ins, and what each may earn."""
    folder = tmp_path_factory.mktemp("hostile")
    solution = tmp_path_factory.mktemp("solutions") / "master.py"
    solution.write_text(archives.HONEST)
    return folder, archives.make(folder, solution)


# --- every one of them -----------------------------------------------------------------------


def test_each_is_read_or_refused_at_once(hostile: tuple[Path, dict[str, float | None]]) -> None:
    folder, expected = hostile
    found = handins.collect([folder])
    assert {hand_in.path.name for hand_in in found} == expected.keys()
    for hand_in in found:
        start = process_time()
        if expected[hand_in.path.name] is None:
            refusal(hand_in.path)
        else:
            assert read(hand_in.path).cells[0].text == archives.HONEST
        assert process_time() - start < 2, hand_in.path.name


READER = """
import resource, sys
from pathlib import Path
from autograder import submission
from autograder.errors import SubmissionError
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
for path in Path(sys.argv[1]).iterdir():
    try: submission.read(path, "ann", "custom_losses")
    except SubmissionError: pass
print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)
"""


def test_none_costs_much_memory(hostile: tuple[Path, dict[str, float | None]]) -> None:
    command = [sys.executable, "-c", READER, str(hostile[0])]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert (
        int(done.stdout) < 250
    )  # megabytes; a cell of a million costs 800 where it is not counted


# --- links -------------------------------------------------------------------------------------


@pytest.fixture
def solution(tmp_path: Path) -> Path:
    """A file that no hand-in may be."""
    path = tmp_path / "private" / "master.py"
    path.parent.mkdir()
    path.write_text(SECRET)
    return path


def test_a_hard_link_is_refused_and_says_what_to_do(tmp_path: Path, solution: Path) -> None:
    (tmp_path / "ann.py").hardlink_to(solution)
    text = refusal(tmp_path / "ann.py")
    assert text.startswith("ann.py is a hard link")
    assert "copy it" in text


@pytest.mark.parametrize("name", ["custom_losses.py", "work/ann.ipynb", "ann.zip"])
def test_a_hard_link_in_a_folder_is_refused_if_it_is_what_is_graded(
    tmp_path: Path, solution: Path, name: str
) -> None:
    path = tmp_path / "ann" / name
    path.parent.mkdir(parents=True)
    path.hardlink_to(solution)
    (tmp_path / "ann" / "test_x.py").write_text(CODE)
    if path.suffix == ".zip":
        (tmp_path / "ann" / "test_x.py").unlink()
    assert "hard link" in refusal(tmp_path / "ann")


def test_a_copy_of_a_hard_link_is_graded(tmp_path: Path, solution: Path) -> None:
    (tmp_path / "ann.py").hardlink_to(solution)
    (tmp_path / "copy.py").write_bytes((tmp_path / "ann.py").read_bytes())
    assert read(tmp_path / "copy.py").cells[0].text == SECRET


def test_other_hard_links_in_a_folder_do_not_matter(tmp_path: Path, solution: Path) -> None:
    folder = tmp_path / "ann"
    folder.mkdir()
    (folder / "custom_losses.py").write_text(CODE)
    (folder / "old.py").hardlink_to(solution)
    (folder / "data.csv").hardlink_to(solution)
    assert read(folder).cells[0].text == CODE


def test_a_stub_that_a_class_shares_is_passed_over(tmp_path: Path) -> None:
    """Tools that look for equal files make hard links of a class's untouched stubs."""
    stub = tmp_path / "stub.ipynb"
    stub.write_text('{"cells": [{"cell_type": "code", "source": "def f(x): ..."}]}')
    folder = tmp_path / "ann"
    folder.mkdir()
    (folder / "custom_losses.ipynb").hardlink_to(stub)
    (folder / "custom_losses.py").write_text(CODE)
    stubs = Given.of(submission.read_own(stub, "stub").cells)
    assert read(folder, stubs).cells[0].text == CODE


def test_the_course_can_read_its_solution_whoever_has_made_a_link_to_it(
    tmp_path: Path, solution: Path
) -> None:
    (tmp_path / "ann.py").hardlink_to(solution)
    assert submission.read_own(solution, "solution").cells[0].text == SECRET


def test_a_clone_and_an_unzipped_folder_are_graded(tmp_path: Path) -> None:
    origin = tmp_path / "origin"
    origin.mkdir()
    (origin / "ann.py").write_text(CODE)
    git = ["git", "-C", str(origin), "-c", "user.name=ann", "-c", "user.email=ann@example.org"]
    for command in (["init", "-q"], ["add", "."], ["commit", "-qm", "work"]):
        subprocess.run([*git, *command], check=True)
    clone = tmp_path / "clone"  # on one disk, git makes hard links of its own files
    subprocess.run(["git", "clone", "-q", str(origin), str(clone)], check=True)
    with zipfile.ZipFile(tmp_path / "ann.zip", "w") as archive:
        archive.write(origin / "ann.py", "work/ann.py")
    with zipfile.ZipFile(tmp_path / "ann.zip") as archive:
        archive.extractall(tmp_path / "unzipped")
    texts = [read(tmp_path / name).cells[0].text for name in ("clone", "unzipped")]
    assert texts == [CODE, CODE]


SWAPPER = """
import os, sys
os.chdir(sys.argv[1])
print("ready", flush=True)
while True:
    os.rename("work", "own"); os.rename("link", "work")
    os.rename("work", "link"); os.rename("own", "work")
"""


@pytest.fixture
def swapped(tmp_path: Path) -> Iterator[Callable[[Path], None]]:
    """Takes turns between a ``work`` of the student's own and a link, as fast as it can."""
    running: list[subprocess.Popen[bytes]] = []

    def start(folder: Path) -> None:
        command = [sys.executable, "-c", SWAPPER, str(folder)]
        running.append(subprocess.Popen(command, stdout=subprocess.PIPE))
        assert running[0].stdout is not None
        running[0].stdout.readline()

    yield start
    for process in running:
        process.kill()
        process.communicate()


@pytest.mark.parametrize("graded", ["ann", "ann/work"])
def test_a_folder_that_becomes_a_link_meanwhile_is_not_followed(
    graded: str, tmp_path: Path, solution: Path, swapped: Callable[[Path], None]
) -> None:
    """A folder in the student's folder, and the student's folder itself."""
    ann = tmp_path / "ann"
    (ann / "work").mkdir(parents=True)
    (ann / "work" / "master.py").write_text(CODE)
    (ann / "link").symlink_to(solution.parent)
    swapped(ann)
    texts = set()
    for _ in range(3000):
        try:
            texts.add(read(tmp_path / graded).cells[0].text)
        except SubmissionError:
            sleep(0)
    assert texts == {CODE}


# --- what costs --------------------------------------------------------------------------------


def test_what_is_no_file_is_not_even_opened(tmp_path: Path) -> None:
    """Devices act on it. A socket can't be opened at all, which would show in the reason."""
    here = Path.cwd()
    os.chdir(tmp_path)  # the address of a socket is short
    try:
        with socket.socket(socket.AF_UNIX) as made:
            made.bind("ann.py")
    finally:
        os.chdir(here)
    assert "is not a regular file" in refusal(tmp_path / "ann.py")


def test_folders_in_folders_have_an_end(tmp_path: Path) -> None:
    deep = tmp_path / "ann"
    deep.joinpath(*["d"] * 900).mkdir(parents=True)
    try:
        assert "more than 50 deep" in refusal(deep)
    finally:
        remove_tree(deep)


def test_a_folder_of_large_notebooks_is_refused_before_they_are_compared(tmp_path: Path) -> None:
    for k in range(50):
        path = tmp_path / "ann" / str(k) / "custom_losses.py"
        path.parent.mkdir(parents=True)
        with path.open("wb") as file:
            file.truncate(20 << 20)
    start = process_time()
    assert "too much in it" in refusal(tmp_path / "ann")
    assert process_time() - start < 1


def test_braces_and_piled_marks_have_an_end(tmp_path: Path) -> None:
    assert "braces" in refusal_of(tmp_path, "x = " + "{" * (MAX_BRACES + 1))
    for mark in ("\u0300", "\u0f73", "\uff9e"):  # the last two are none until they are normalised
        assert "marks on one letter" in refusal_of(tmp_path, f"a{mark * MAX_MARKS}\u0316 = 1")
    (tmp_path / "fine.py").write_text("été = 'a\u0300\u0316' # " + "é" * 500, encoding="utf-8")
    assert read(tmp_path / "fine.py").cells[0].tree is not None


ROOM = MAX_SOURCE - 300
COSTLY = {
    "f-string that is mended again and again": (
        '%m\ndef f():\n\tx=f"' + "x" * (ROOM - 3 * MAX_BRACES) + "{x}" * (MAX_BRACES - 1) + '"\n )'
    ),
    "names with marks": "%m\ndef f():\n\t" + ("a" + "\u0300\u0316" * 25) * (ROOM // 51) + "\n )",
    "many lines": "%m\ndef f():\n" + "\ta\n" * (ROOM // 3) + " )",
    "many statements": "a\n" * (ROOM // 2),
    "comparisons": "x = " + "1<" * (ROOM // 2) + "1",
    "nothing but brackets": "([" * (ROOM // 2),
    "signs": "x = " + "-" * ROOM + "1",
    "calls": "x" + "()" * (ROOM // 2),
    "half-open triple quotes": '"""\n' * (ROOM // 4),
    "continued lines": "%m" + "\\\n" * (ROOM // 2) + "\n)",
    "names of letters": 'x = "' + "\\N{LATIN SMALL LETTER A}" * 1900 + '"',
    "a long name": "a" * ROOM + " = 1",
    "a long number": "x = " + "9" * ROOM,
    "cells": "# %%\n\t%m\n  a b\n" * 1900,
}


@pytest.mark.parametrize("text", COSTLY.values(), ids=COSTLY)
def test_text_of_the_largest_size_is_read_soon(text: str, tmp_path: Path) -> None:
    path = tmp_path / "ann.py"
    path.write_text(text, encoding="utf-8")
    start = process_time()
    assert [cell.tree for cell in read(path).cells]
    assert process_time() - start < 4  # half of it on a machine with nothing else to do


def test_of_two_entries_of_one_name_the_last_is_graded_as_if_unpacked(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "ann.zip", "w") as archive:
        archive.writestr("ann.py", SECRET)
        with pytest.warns(UserWarning, match="Duplicate name"):
            archive.writestr("ann.py", CODE)
    assert read(tmp_path / "ann.zip").cells[0].text == CODE


# --- what is shown -----------------------------------------------------------------------------

NASTY = [
    "\x1b[31mred\x1b[0m\x1b]8;;http://x\x07link\x1b]8;;\x07",
    "\x9b31m\x90dcs\x9c",
    "[red]markup[/red] [link=http://x]y[/link] [/]",
    "two\nlines\r\x08\x7f",
    "\u202eright to left\u2066\u2028\u2029\ufeff",
    "\ud800 half a pair",
    "=1+1",
    "<script>alert(1)</script>",
]


def nasty_grade(text: str, *, error: str | None = None) -> Grade:
    checks = [
        CheckResult("values", outcome, 0.0, 1.0, f"{text} {outcome}", "visible")
        for outcome in ("failed", "skipped", "error")
    ]
    parts = (
        PartResult("my_huber_loss", tuple(checks)),
        PartResult("contrastive_loss", tuple(checks), Mistake("m", text)),
    )
    return Grade("custom_losses", text, "", 2.0, parts, (text,), text, 0.0, error)


def shown(grade: Grade, assignment: Assignment) -> str:
    """Everything that the terminal gets to see of a grade."""
    target = Console(file=io.StringIO(), force_terminal=True, color_system=None, width=300)
    blocks = [summary.class_table([grade], assignment), summary.report(grade, assignment)]
    summary.show(target, *blocks)
    assert isinstance(target.file, io.StringIO)
    return target.file.getvalue()


@pytest.mark.parametrize("text", NASTY, ids=ascii)
@pytest.mark.parametrize("failing", [False, True], ids=["graded", "for staff"])
def test_nothing_of_a_students_making_steers_the_terminal(
    text: str, failing: bool, custom_losses: Assignment
) -> None:
    printed = shown(nasty_grade(text, error=text if failing else None), custom_losses)
    assert printed.replace("\n", "").isprintable(), ascii(printed)


def test_markup_is_shown_as_it_is(custom_losses: Assignment) -> None:
    text = "[red]a[/red] :smile: [link=http://x]y[/link]"
    printed = shown(nasty_grade(text), custom_losses)
    assert printed.count(text) >= 5  # its name twice, messages, the hint, the note


def test_a_line_of_plain_text_is_shown_as_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    summary.show(summary.console(), "Written: [bold]out[/bold]")
    assert capsys.readouterr().out == "Written: [bold]out[/bold]\n"


def test_every_name_ends_in_an_inert_row_file_and_line(
    hostile: tuple[Path, dict[str, float | None]], tmp_path: Path, custom_losses: Assignment
) -> None:
    book = Gradebook(tmp_path / "out")
    found = handins.collect([hostile[0]])
    grades = [unreadable(custom_losses, hand_in.id, refused(hand_in.path)) for hand_in in found]
    for grade in grades:
        book.record(grade)
        assert shown(grade, custom_losses).replace("\n", "").isprintable()
    book.write_table(grades, custom_losses)
    results = sorted((tmp_path / "out" / "results").iterdir())
    recorded = {json.loads(path.read_bytes())["submission"] for path in results}
    assert recorded == {grade.submission for grade in grades}
    assert_table_is_inert(book.table, len(grades))


def refused(path: Path) -> str:
    try:
        return f"{read(path).repairs}"
    except SubmissionError as error:
        return str(error)


def assert_table_is_inert(path: Path, count: int) -> None:
    """Whether a spreadsheet splits it at commas, at semicolons or at both."""
    text = path.read_text(encoding="utf-8")
    rows = list(csv.reader(io.StringIO(text)))
    assert len(rows) == count + 1 == len(text.splitlines())
    assert {len(row) for row in rows} == {len(rows[0])}
    cells = [cell for row in rows for each in row for cell in each.split(";")]
    cells += [cell for line in text.splitlines() for cell in line.split(";")]
    assert not [cell for cell in cells if cell.strip(' "')[:1] in {*"=+-@"}]


# --- what is removed ---------------------------------------------------------------------------

UNPRIVILEGED = 65533


def removed_after(fill: Callable[[], None], scratch: Path) -> None:
    """Fills and removes ``scratch`` in a child that is nobody in particular: root may do all."""
    child = os.fork()
    if child == 0:
        code = 1
        try:
            if os.geteuid() == 0:
                os.setgroups([])
                os.setgid(UNPRIVILEGED)
                os.setuid(UNPRIVILEGED)
            fill()
            remove_tree(scratch)
            code = 0
        finally:
            os._exit(code)
    assert os.waitpid(child, 0)[1] == 0


@pytest.fixture
def scratch() -> Iterator[Path]:
    """A folder for the ordinary user to make, not below pytest's, which is its owner's alone."""
    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        home.chmod(0o777)
        yield home / "scratch"
        left = os.listdir(home)  # noqa: PTH208 - names, however odd
        remove_tree(home / "scratch")  # what is this deep stops who else would remove it
        assert left == []


def test_a_tree_without_permissions_is_removed(scratch: Path) -> None:
    def fill() -> None:
        inner = scratch / "a" / "b" / "c"
        inner.mkdir(parents=True)
        (inner / "file").write_text("x")
        (inner / "file").chmod(0)
        for folder in (inner, inner.parent, inner.parent.parent, scratch):
            folder.chmod(0)

    removed_after(fill, scratch)


def test_read_only_folders_are_removed(scratch: Path) -> None:
    def fill() -> None:
        (scratch / "a" / "b").mkdir(parents=True)
        (scratch / "a" / "file").write_text("x")
        for folder in (scratch / "a" / "b", scratch / "a", scratch):
            folder.chmod(0o500)

    removed_after(fill, scratch)


def test_odd_names_and_special_files_are_removed(scratch: Path) -> None:
    def fill() -> None:
        scratch.mkdir()
        for name in (b"\xff\xfe", b"a\nb", b"-rf", b"*", b"\x1b[31m", b"x" * 255):
            os.mkdir(os.path.join(os.fsencode(scratch), name))  # noqa: PTH102, PTH118 - bytes
        os.mkfifo(scratch / "pipe")

    removed_after(fill, scratch)


def test_a_tree_deeper_than_any_path_is_removed(scratch: Path) -> None:
    def fill() -> None:
        scratch.mkdir()
        os.chdir(scratch)
        for _ in range(1200):
            Path("d" * 20).mkdir()
            os.chdir("d" * 20)
        os.chdir("/")

    removed_after(fill, scratch)


@pytest.mark.parametrize("where", ["scratch", "scratch/a"])
def test_links_are_removed_and_not_followed(where: str, scratch: Path, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    (kept / "folder").mkdir(parents=True)
    (kept / "file").write_text("x")
    kept.chmod(0o777)
    before = [(path.name, path.stat().st_mode) for path in sorted([kept, *kept.iterdir()])]
    link = scratch.parent / where
    link.parent.mkdir(exist_ok=True)
    link.symlink_to(kept)
    remove_tree(scratch)
    after = [(path.name, path.stat().st_mode) for path in sorted([kept, *kept.iterdir()])]
    assert after == before


def test_a_tree_that_is_not_there_is_no_trouble(scratch: Path) -> None:
    remove_tree(scratch)


def test_a_file_in_its_place_raises_nothing(tmp_path: Path) -> None:
    (tmp_path / "scratch").write_text("x")
    remove_tree(tmp_path / "scratch")
