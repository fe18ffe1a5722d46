"""The files that a grading run leaves: their exact content, and never half of it."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import resource
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from autograder import files
from autograder.assignment import Assignment, Budget, Part
from autograder.errors import UsageError
from autograder.gradebook import Gradebook
from autograder.result import CheckResult, Grade, Mistake, PartResult
from autograder.sandbox import Limits
from tests.conftest import COURSE

ASSIGNMENT = Assignment(
    slug="demo",
    title="Demo",
    parts=(
        Part("huber", "Huber loss", {"values": 4.0, "shape": 1.0}),
        Part("quiz", "Quiz", {"q1": 2.5}),
    ),
    budget=Budget(),
    limits=Limits(),
    public=Path("public"),
    private=Path("private"),
    quiz=None,
)


def check(name: str, score: float, max_score: float, outcome: str = "failed") -> CheckResult:
    return CheckResult(name, outcome, score, max_score, "It returns a single number.", "visible")


def graded(submission: str, values: float = 4.0, quiz: float = 2.5, **more: Any) -> Grade:
    parts = (
        PartResult("huber", (check("values", values, 4.0), check("shape", 0.0, 1.0)), line=12),
        PartResult("quiz", (check("q1", quiz, 2.5),)),
    )
    return Grade("demo", submission, "ab" * 32, 7.5, parts, **more)


def unread(submission: str) -> Grade:
    return Grade("demo", submission, "", 7.5, error="is empty")


def table(folder: Path, *grades: Grade) -> str:
    book = Gradebook(folder)
    book.write_table(grades, ASSIGNMENT)
    return book.table.read_bytes().decode("utf-8")


def recorded(folder: Path, grade: Grade) -> dict[str, Any]:
    Gradebook(folder).record(grade)
    text = (folder / "results" / f"{grade.submission}.json").read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(text)
    return found


def names(folder: Path) -> set[str]:
    """Every file below ``folder``, hidden ones as well."""
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if not path.is_dir()}


# --- grades.csv --------------------------------------------------------------------------------


def test_the_table_has_a_row_for_each_submission_by_name(tmp_path: Path) -> None:
    grades = [graded("bob", 1.25, 0.0), graded("Ann"), unread("carol")]
    assert table(tmp_path, *grades) == (
        "submission,status,score,max_score,huber,quiz\n"
        "Ann,graded,6.5,7.5,4,2.5\n"
        "bob,graded,1.25,7.5,1.25,0\n"
        "carol,error,,7.5,,\n"
    )


def test_the_table_of_nobody_is_its_heading(tmp_path: Path) -> None:
    assert table(tmp_path) == "submission,status,score,max_score,huber,quiz\n"


def test_an_error_has_no_points_even_if_parts_were_graded(tmp_path: Path) -> None:
    half_done = Grade("demo", "dan", "", 7.5, graded("dan").parts, error="the worker died")
    assert table(tmp_path, half_done).splitlines()[1] == "dan,error,,7.5,,"


def test_a_part_that_was_not_graded_has_no_points(tmp_path: Path) -> None:
    quiz_only = Grade("demo", "eve", "", 7.5, graded("eve").parts[1:])
    assert table(tmp_path, quiz_only).splitlines()[1] == "eve,graded,2.5,7.5,,2.5"


def test_points_have_no_binary_dust_and_lose_no_digits(tmp_path: Path) -> None:
    parts = (
        PartResult("huber", tuple(check(f"c{k}", 0.1, 0.1) for k in range(3))),
        PartResult("quiz", (check("q1", 12345.75, 20000.0),)),
    )
    row = table(tmp_path, Grade("demo", "flo", "", 20000.3, parts)).splitlines()[1]
    assert row == "flo,graded,12346.05,20000.3,0.3,12345.75"


def test_commas_quotes_and_letters_survive_in_a_table(tmp_path: Path) -> None:
    submissions = ["Müller; Łukasz", 'O"Neil, Ann', "王小明"]
    text = table(tmp_path, *map(graded, submissions))
    rows = list(csv.reader(text.splitlines()))
    assert [row[0] for row in rows[1:]] == submissions
    assert {len(row) for row in rows} == {6}


@pytest.mark.parametrize(
    "submission",
    ["=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://x","y")', "＝1+1", "＋1", "－1", "＠x"],
)
def test_a_name_like_a_formula_is_inert(submission: str, tmp_path: Path) -> None:
    (_, row) = csv.reader(table(tmp_path, graded(submission)).splitlines())
    assert row[0] == f"'{submission}"


@pytest.mark.parametrize(
    ("submission", "cell"),
    [
        ("x;=1+1", "x;'=1+1"),
        ("x;  @a;+b;c", "x;'  @a;'+b;c"),
        (";=1", ";'=1"),
        ("  =1", "'  =1"),
        ("x\t=1", "x\t'=1"),
        ("x\n-1", "x\n'-1"),
        ('a";=1', "a\";'=1"),
    ],
)
def test_a_formula_behind_what_some_spreadsheets_split_at_is_inert(
    submission: str, cell: str, tmp_path: Path
) -> None:
    (_, row) = csv.reader(io.StringIO(table(tmp_path, graded(submission)), newline=""))
    assert row[0] == cell


@pytest.mark.parametrize(
    "submission", ["a=1", "1-2", "alice@home", "½", "'quoted", "a; b", "a;1=2"]
)
def test_a_name_with_signs_inside_is_left_alone(submission: str, tmp_path: Path) -> None:
    assert table(tmp_path, graded(submission)).splitlines()[1].split(",")[0] == submission


def test_the_order_does_not_depend_on_who_was_graded_first(tmp_path: Path) -> None:
    grades = [graded(name) for name in ("b", "A", "c", "B2")]
    assert table(tmp_path, *grades) == table(tmp_path, *reversed(grades))


# --- results -----------------------------------------------------------------------------------


def documented() -> dict[str, Any]:
    """The example of README, section Result files."""
    readme = (COURSE / "README.md").read_text(encoding="utf-8")
    match = re.search(r"### Result files\n+```json\n(.*?)```", readme, re.DOTALL)
    assert match is not None
    found: dict[str, Any] = json.loads(match[1])
    return found


def shape(value: object) -> object:
    """The keys and types of JSON; numbers are numbers, and a list is like its first element."""
    if isinstance(value, dict):
        return {key: shape(each) for key, each in value.items()}
    if isinstance(value, list):
        return [shape(each) for each in value[:1]]
    if isinstance(value, int | float) and not isinstance(value, bool):
        return "number"
    return type(value).__name__


def test_a_result_has_exactly_the_keys_and_types_of_the_readme(tmp_path: Path) -> None:
    found = recorded(tmp_path, graded("alice", repairs=("cell 4: left out",), seconds=1.4))
    assert shape(found) == shape(documented())
    assert found["schema"] == documented()["schema"] == 1


def test_a_result_says_what_was_found(tmp_path: Path) -> None:
    found = recorded(
        tmp_path, graded("alice", 1.5, seconds=1.23456, output="hello\n", file="hw/loss.py")
    )
    assert {key: value for key, value in found.items() if key != "parts"} == {
        "schema": 1,
        "assignment": "demo",
        "submission": "alice",
        "sha256": "ab" * 32,
        "status": "graded",
        "score": 4.0,
        "max_score": 7.5,
        "repairs": [],
        "seconds": 1.235,
        "output": "hello\n",
        "error": None,
        "file": "hw/loss.py",
        "staff": [],
    }
    assert found["parts"][1] == {
        "name": "quiz",
        "score": 2.5,
        "max_score": 2.5,
        "checks": [
            {
                "name": "q1",
                "outcome": "failed",
                "score": 2.5,
                "max_score": 2.5,
                "message": "It returns a single number.",
                "visibility": "visible",
            }
        ],
        "mistake": None,
        "line": None,
        "source": "",
        "figures": [],
    }
    assert found["parts"][0]["line"] == 12


def test_a_mistake_is_recorded_with_its_hint(tmp_path: Path) -> None:
    part = PartResult("huber", (check("values", 0.0, 4.0),), Mistake("swapped", "Look at <="))
    found = recorded(tmp_path, Grade("demo", "alice", "", 7.5, (part,)))
    assert found["parts"][0]["mistake"] == {"id": "swapped", "hint": "Look at <="}


def test_the_result_of_an_error_has_a_reason_and_no_score(tmp_path: Path) -> None:
    found = recorded(tmp_path, unread("carol"))
    assert found.keys() == documented().keys()
    assert (found["status"], found["score"], found["error"]) == ("error", None, "is empty")
    assert found["parts"] == []


@pytest.mark.parametrize(
    "output",
    ["naïve 王 🐍", "\x00\x1b[31m\u2028", "a\r\nb\n", "half \ud83d a pair", '"\\', "\ufeff"],
)
def test_whatever_a_hand_in_printed_is_read_back_the_same(output: str, tmp_path: Path) -> None:
    assert recorded(tmp_path, graded("alice", output=output))["output"] == output


@pytest.mark.parametrize(
    "text",
    ["\x00\x1b]0;title\x07\x7f", "\x9b31m", "\u2028\u2029", "\u202e", "\ufeff", "\U000e0041"],
)
def test_a_result_holds_nothing_that_steers_a_terminal_or_ends_a_line(
    text: str, tmp_path: Path
) -> None:
    assert recorded(tmp_path, graded("alice", output=text, repairs=(text,)))["repairs"] == [text]
    raw = (tmp_path / "results" / "alice.json").read_text(encoding="utf-8")
    assert raw.replace("\n", "").isprintable()


def test_a_result_is_for_people_as_well(tmp_path: Path) -> None:
    recorded(tmp_path, graded("zoë", output="naïve"))
    text = (tmp_path / "results" / "zoë.json").read_text(encoding="utf-8")
    assert text.startswith('{\n  "schema": 1,\n')
    assert text.endswith("\n}\n")
    assert "naïve" in text


# --- writing -----------------------------------------------------------------------------------


def test_folders_are_made_as_needed_and_nothing_else_is_left(tmp_path: Path) -> None:
    out = tmp_path / "a" / "b"
    recorded(out, graded("alice"))
    table(out, graded("alice"))
    assert names(tmp_path) == {"a/b/grades.csv", "a/b/results/alice.json"}


def test_a_second_run_replaces_the_first(tmp_path: Path) -> None:
    recorded(tmp_path, graded("alice", 4.0, output="long " * 1000))
    assert recorded(tmp_path, graded("alice", 0.0))["score"] == 2.5
    assert table(tmp_path, graded("a"), graded("b")) != table(tmp_path, graded("a"))
    assert names(tmp_path) == {"grades.csv", "results/alice.json"}


@pytest.mark.parametrize(("umask", "mode"), [(0o022, 0o644), (0o077, 0o600), (0o002, 0o664)])
def test_grades_are_as_private_as_the_umask_says(umask: int, mode: int, tmp_path: Path) -> None:
    before = os.umask(umask)
    try:
        recorded(tmp_path, graded("alice"))
    finally:
        os.umask(before)
    assert (tmp_path / "results" / "alice.json").stat().st_mode & 0o777 == mode


def record(out: Path) -> None:
    Gradebook(out).record(graded("alice"))


def write_table(out: Path) -> None:
    Gradebook(out).write_table([graded("alice")], ASSIGNMENT)


def is_file(out: Path) -> Path:
    out.write_text("mine", encoding="utf-8")
    return out


def is_below_a_file(out: Path) -> Path:
    return is_file(out) / "deep" / "er"


def is_dangling_link(out: Path) -> Path:
    out.symlink_to(out.with_name("nowhere"))
    return out


def is_too_long(out: Path) -> Path:
    return out / ("x" * 300)


def has_a_folder_for_each_file(out: Path) -> Path:
    (out / "grades.csv").mkdir(parents=True)
    (out / "results" / "alice.json").mkdir(parents=True)
    return out


@pytest.mark.parametrize("write", [record, write_table])
@pytest.mark.parametrize(
    "spoil",
    [is_file, is_below_a_file, is_dangling_link, is_too_long, has_a_folder_for_each_file],
)
def test_a_folder_that_can_not_be_written_is_named_in_one_line_and_left_as_it_was(
    spoil: Callable[[Path], Path], write: Callable[[Path], None], tmp_path: Path
) -> None:
    out = spoil(tmp_path / "out")
    before = names(tmp_path)
    with pytest.raises(UsageError) as caught:
        write(out)
    message = str(caught.value)
    assert message.startswith("can't write ")
    assert str(out) in message
    assert len(message.splitlines()) == 1
    assert names(tmp_path) == before


def test_a_file_in_the_way_of_the_folder_is_said_to_be_in_the_way(tmp_path: Path) -> None:
    out = is_file(tmp_path / "out")
    with pytest.raises(UsageError, match=r"grades\.csv into .*out: something that is no folder"):
        write_table(out)
    assert out.read_text(encoding="utf-8") == "mine"


def test_nothing_is_left_when_writing_breaks_off_for_another_reason(tmp_path: Path) -> None:
    files.write_atomically(tmp_path / "file", "old")
    broken: Any = ["no", "text"]
    with pytest.raises(TypeError):
        files.write_atomically(tmp_path / "file", broken)
    assert names(tmp_path) == {"file"}
    assert (tmp_path / "file").read_text(encoding="utf-8") == "old"


def test_a_reader_never_sees_half_a_file(tmp_path: Path) -> None:
    path = tmp_path / "file"
    texts = {letter * size for letter, size in (("a", 10), ("b", 300_000), ("c", 70_000))}
    files.write_atomically(path, "a" * 10)
    done = threading.Event()

    def write() -> None:
        try:
            for _ in range(50):
                for text in texts:
                    files.write_atomically(path, text)
        finally:
            done.set()

    writer = threading.Thread(target=write)
    writer.start()
    seen = set()
    while not done.is_set():
        seen.add(path.read_text(encoding="utf-8"))
    writer.join()
    assert seen <= texts
    assert names(tmp_path) == {"file"}


def test_two_who_write_at_once_leave_one_of_the_two(tmp_path: Path) -> None:
    path = tmp_path / "file"
    texts = ["a" * 200_000, "b" * 100_000]

    def write(text: str) -> None:
        for _ in range(20):
            files.write_atomically(path, text)

    writers = [threading.Thread(target=write, args=[text]) for text in texts]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert path.read_text(encoding="utf-8") in texts
    assert names(tmp_path) == {"file"}


WRITER = """
import sys
from itertools import cycle
from pathlib import Path
from autograder.files import write_atomically
for letter in cycle("abc"):
    write_atomically(Path(sys.argv[1]), letter * 300_000)
"""


def test_a_kill_at_any_moment_leaves_a_whole_file(tmp_path: Path) -> None:
    path = tmp_path / "grades.csv"
    for delay in (0.05, 0.08, 0.11):
        with subprocess.Popen([sys.executable, "-c", WRITER, path]) as writer:
            while not path.exists() and writer.poll() is None:
                time.sleep(0.01)
            time.sleep(delay)
            writer.kill()
        assert path.read_text(encoding="utf-8") in {letter * 300_000 for letter in "abc"}
        path.unlink()


def test_a_full_disk_is_one_line_and_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "grades.csv"
    files.write_atomically(path, "old")
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, hard))
    try:
        with pytest.raises(UsageError, match=r"can't write grades\.csv into .*: File too large"):
            files.write_atomically(path, "x" * 5000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, handler)
    assert names(tmp_path) == {"grades.csv"}
    assert path.read_text(encoding="utf-8") == "old"
