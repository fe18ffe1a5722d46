"""The command line as people use it: real processes, real folders."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import COURSE, OURS, Run

SAMPLES = COURSE / "tests" / "sample_class"
QUICK = (
    "Björn Åkesson.py",
    "LUKAS_SCHMIDT_final_v2.py",
    "olga-petrova.py",
    "tom baker.py",
    "zeynep_yilmaz.ipynb",
)
COMMANDS = ["grade", "check", "demo", "report", "release", "doctor", "audit", "new"]


@pytest.mark.parametrize("command", COMMANDS)
def test_help_shows_examples(command: str, autograder: Run) -> None:
    done = autograder(command, "--help")
    assert done.returncode == 0
    assert "Example" in done.stdout
    assert f"autograder {command}" in done.stdout


def test_version_is_printed(autograder: Run) -> None:
    assert autograder("--version").stdout.startswith("autograder 0.")


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["grade", "nowhere"], "nowhere does not exist"),
        (["check", "nowhere.py"], "nowhere.py does not exist"),
        (["grade", str(SAMPLES), "-a", "loses"], "no assignment 'loses'"),
        (["grade", str(SAMPLES), "--course", "/usr"], "/usr"),
        (["release", "loses"], "custom_losses"),
    ],
)
def test_bad_usage_is_one_line_and_exit_code_2(
    arguments: list[str], complaint: str, autograder: Run
) -> None:
    done = autograder(*arguments)
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.startswith("autograder: ")
    assert done.stderr.count("\n") == 1
    assert complaint in done.stderr


def test_a_result_folder_that_cannot_be_is_said_before_anything_is_graded(
    autograder: Run, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    done = autograder("grade", SAMPLES, "-o", tmp_path / "file" / "out")
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "no folder is in its place" in done.stderr


def test_a_temporary_folder_too_deep_for_a_socket_is_said(
    autograder: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    deep = tmp_path / ("t" * 100)
    deep.mkdir()
    monkeypatch.setenv("TMPDIR", str(deep))
    done = autograder("check", SAMPLES / "matteo.rossi.py")
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "set TMPDIR to one that is shorter by" in done.stderr
    assert list(deep.iterdir()) == []


def test_an_unknown_option_is_refused_with_the_usage(autograder: Run) -> None:
    done = autograder("grade", str(SAMPLES), "--jbos", "2")
    assert done.returncode == 2
    assert "--jbos" in done.stderr


def test_outside_a_course_it_says_what_it_looked_for(autograder: Run, tmp_path: Path) -> None:
    done = autograder("demo", cwd=tmp_path)
    assert done.returncode == 2
    assert "assignments" in done.stderr
    assert "--course" in done.stderr


def test_debug_shows_the_traceback(autograder: Run) -> None:
    assert "Traceback" in autograder("--debug", "grade", "nowhere").stderr


def test_check_shows_the_checks_that_were_lost(autograder: Run) -> None:
    done = autograder("check", SAMPLES / "matteo.rossi.py")
    assert done.returncode == 0
    assert "leave the averaging to Keras" in done.stdout
    assert "shape" in done.stdout


def test_check_of_something_unreadable_needs_staff(autograder: Run, tmp_path: Path) -> None:
    (tmp_path / "empty.py").touch()
    done = autograder("check", tmp_path / "empty.py")
    assert done.returncode == 1
    assert "is empty" in done.stdout


def test_a_class_of_fifty_mixed_files_gives_fifty_rows(autograder: Run, tmp_path: Path) -> None:
    mixed = tmp_path / "class"
    mixed.mkdir()
    samples = [SAMPLES / name for name in QUICK]
    for number in range(38):
        source = samples[number % len(samples)]
        if source.name != "LUKAS_SCHMIDT_final_v2.py":
            shutil.copy(source, mixed / f"{number:02} {source.name}")
        else:
            (mixed / f"{number:02}").mkdir()
            shutil.copy(source, mixed / f"{number:02}" / "custom_losses.py")
    (mixed / "notes.txt").write_text("not a submission")
    (mixed / "empty folder").mkdir()
    (mixed / "cut.ipynb").write_text('{"cells": [{"cell_type": "code", "sou')
    (mixed / "junk.ipynb").write_bytes(os.urandom(4096))
    (mixed / "link.py").symlink_to("/etc/passwd")
    os.mkfifo(mixed / "pipe.py")
    with (mixed / "huge.ipynb").open("wb") as file:
        file.truncate(100 << 20)
    for name in ("=1+1.py", "李雷 'quote\".py", "a" * 200 + ".py", "-rf.py", "same.py"):
        shutil.copy(SAMPLES / "matteo.rossi.py", mixed / name)
    done = autograder("grade", mixed, "-o", tmp_path / "out")
    rows = (tmp_path / "out" / "grades.csv").read_text("utf-8").splitlines()[1:]
    assert done.returncode == 1  # some of them need staff
    assert len(list(mixed.iterdir())) == 50
    assert len(rows) == 50
    assert len(list((tmp_path / "out" / "results").iterdir())) == 50
    errors = [row for row in rows if ",error," in row]
    assert all(",error,,100,,,,,,," in row for row in errors)


@pytest.mark.parametrize(
    ("send", "sent"),
    [(os.killpg, signal.SIGINT), (os.kill, signal.SIGTERM)],  # Ctrl-C, and `kill` or `timeout`
)
def test_interrupting_keeps_the_grades_that_are_there(
    send: Callable[[int, int], None], sent: signal.Signals, tmp_path: Path, temporary: Path
) -> None:
    out = tmp_path / "out"
    process = subprocess.Popen(
        [sys.executable, "-m", "autograder", "grade", str(SAMPLES), "-o", str(out), "-j", "1"],
        cwd=COURSE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        env={**os.environ, **OURS, "TMPDIR": str(temporary)},
    )
    _wait_for(lambda: len(list(out.glob("results/*.json"))) >= 2)
    send(process.pid, sent)
    _, errors = process.communicate(timeout=30)
    assert process.returncode == 130
    assert "interrupted" in errors
    assert "Traceback" not in errors
    kept = list(out.glob("results/*.json"))
    assert all(json.loads(path.read_text("utf-8"))["schema"] == 1 for path in kept)
    assert len((out / "grades.csv").read_text("utf-8").splitlines()) == len(kept) + 1
    assert list(temporary.iterdir()) == []


def test_killing_the_grader_leaves_no_process_behind(tmp_path: Path, temporary: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "autograder", "grade", str(SAMPLES), "-o", str(tmp_path / "out")],
        cwd=COURSE,
        start_new_session=True,
        stderr=subprocess.DEVNULL,
        env={**os.environ, **OURS, "TMPDIR": str(temporary)},
    )
    _wait_for(lambda: bool(list((tmp_path / "out").glob("results/*.json"))))
    assert len(_descendants(process.pid)) >= 3  # graders, zygote, worker
    family = _descendants(process.pid)
    process.kill()
    process.wait()
    _wait_for(lambda: not [pid for pid in family if Path(f"/proc/{pid}").exists()])


def _descendants(pid: int) -> list[int]:
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [*map(int, children), *(deep for child in children for deep in _descendants(int(child)))]


def _wait_for(condition: object, seconds: float = 60) -> None:
    assert callable(condition)
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.1)


INSTALLED = Path(sys.executable).with_name("autograder")


@pytest.mark.parametrize("command", [[INSTALLED], [sys.executable, "-m", "autograder"]])
def test_hand_ins_that_are_called_like_modules_are_not_imported(
    command: list[str | Path], tmp_path: Path
) -> None:
    """Started in the folder of hand-ins, Python would look for modules there first."""
    folder, trace = tmp_path / "hand-ins", tmp_path / "executed"
    folder.mkdir()
    for name in ("socket", "typer", "multiprocessing", "pickle", "rich"):
        (folder / f"{name}.py").write_text(f"open({str(trace)!r}, 'a').write('{name} ')\n")
    done = subprocess.run(
        [*command, "grade", ".", "-a", "custom_losses", "--course", COURSE, "-o", tmp_path / "out"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert not trace.exists(), trace.read_text()
    assert "5 submissions, 5 graded" in done.stdout, done.stderr
