"""How far a run has come: numbers by a clock of the test's own, the log as programs read it."""

from __future__ import annotations

import contextlib
import json
import os
import pty
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from autograder.errors import UsageError
from autograder.progress import Log, Pace, followed
from autograder.result import CheckResult, Grade, PartResult
from tests.conftest import COURSE, OURS, Run


def made(name: str, error: str | None = None) -> Grade:
    check = CheckResult("values", "passed", 2.0, 3.0, "", "visible")
    parts = (PartResult("double_error", (check,)),)
    return Grade("tiny", name, "ab", 7, parts, seconds=0.5, error=error)


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


def test_the_rate_and_what_is_left_are_told_from_the_first_result_on() -> None:
    clock = Clock()
    pace = Pace(total=10, done=4, clock=clock)
    assert (pace.rate, pace.remaining_seconds) == (0.0, None)
    clock.now += 20
    pace.count(made("ann"))
    assert (pace.rate, pace.remaining_seconds) == (3.0, 100.0)
    clock.now += 10
    pace.count(made("bob", error="look at it"))
    assert (pace.rate, pace.remaining_seconds) == (4.0, 60.0)
    assert (pace.done, pace.needs_staff, pace.seconds) == (6, 1, 30.0)


def test_the_rate_is_that_of_the_last_hundred() -> None:
    clock = Clock()
    pace = Pace(total=400, clock=clock)
    for seconds in [60.0] * 100 + [1.0] * 100:
        clock.now += seconds
        pace.count(made("ann"))
    assert (pace.rate, pace.remaining_seconds) == (60.0, 200.0)


def events(path: Path) -> list[dict[str, Any]]:
    found = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    assert all(event.pop("time").endswith("+00:00") for event in found)
    return found


def test_a_result_is_told_when_its_taker_is_done_with_it(tmp_path: Path) -> None:
    path = tmp_path / "new folder" / "log"
    with Log(path, pytest.fail) as log:
        grades = followed(iter([made("half a letter: \ud83d"), made("bob")]), 5, 3, log)
        next(grades)
        assert events(path) == [{"event": "start", "total": 5, "done": 3}]
        next(grades)
        (_, told) = events(path)
        assert told.pop("rate") > 0
        assert told.pop("remaining_seconds") >= 0
        assert told == {
            "event": "result", "id": "half a letter: \ud83d", "status": "graded", "score": 2.0,
            "seconds": 0.5, "done": 4, "total": 5, "needs_staff": 0,
        }  # fmt: skip
        grades.close()
    end = events(path)[-1]
    assert end.pop("seconds") >= 0
    assert end == {"event": "end", "done": 4, "total": 5, "needs_staff": 0, "complete": False}


def test_a_line_that_a_kill_cut_off_is_ended_before_the_next_run_writes(tmp_path: Path) -> None:
    path = tmp_path / "log"
    path.write_text('{"event": "start"}\n{"event": "res')
    with Log(path, pytest.fail) as log:
        list(followed(iter([made("ann", error="x")]), 1, 0, log))
    whole = [line for line in path.read_text("utf-8").splitlines() if line.endswith("}")]
    assert [json.loads(line)["event"] for line in whole] == ["start", "start", "result", "end"]
    assert json.loads(whole[-1])["complete"] is True
    assert json.loads(whole[-2])["score"] is None


def test_a_log_that_breaks_is_told_once_and_costs_no_grade() -> None:
    told: list[str] = []
    with Log(Path("/dev/full"), told.append) as log:
        names = [grade.submission for grade in followed(numbered(3), 3, 0, log)]
    assert names == ["0", "1", "2"]
    assert told == ["no more progress is written to /dev/full: No space left on device"]


def numbered(count: int) -> Iterator[Grade]:
    yield from (made(str(number)) for number in range(count))


def test_a_log_that_can_not_be_written_is_said_at_once(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="can't write progress to"):
        Log(tmp_path, pytest.fail)


@pytest.fixture
def empty_class(tmp_path: Path) -> Path:
    """Hand-ins that need no TensorFlow to be graded."""
    folder = tmp_path / "class"
    folder.mkdir()
    (folder / "ann.py").touch()
    return folder


def test_progress_is_quiet_when_piped_and_goes_where_it_is_asked_to(
    empty_class: Path, tmp_path: Path, autograder: Run
) -> None:
    """Twice into the same folder: the second time there is nothing to grade, and that is told."""
    command = ("grade", empty_class, "-o", tmp_path / "out", "-j", 1, "--progress")
    done = autograder(*command, tmp_path / "log")
    assert (done.returncode, done.stderr) == (1, "")
    start, result, end = events(tmp_path / "log")
    assert (start["total"], start["done"]) == (1, 0)
    assert (result["id"], result["status"], result["needs_staff"]) == ("ann", "error", 1)
    assert end["complete"] is True
    done = autograder(*command, "-")
    assert [json.loads(line)["event"] for line in done.stderr.splitlines()] == ["start", "end"]
    assert json.loads(done.stderr.splitlines()[0])["done"] == 1


def test_a_terminal_gets_a_bar(empty_class: Path, tmp_path: Path) -> None:
    terminal, stderr = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "autograder", "grade", empty_class, "-o", tmp_path / "out"],
        cwd=COURSE,
        env={**os.environ, **OURS, "COLUMNS": "100", "TERM": "xterm"},
        stdout=subprocess.DEVNULL,
        stderr=stderr,
    ) as process:
        os.close(stderr)
        seen = shown(terminal)
    assert process.returncode == 1
    assert "1/1" in seen
    assert "/min, 0:00:00 left, " in seen
    assert "1 for staff" in seen


def shown(terminal: int) -> str:
    """All that is written to a terminal until it is closed at the other end."""
    seen = bytearray()
    with contextlib.suppress(OSError):  # its end, as Linux tells it
        while chunk := os.read(terminal, 1 << 16):
            seen += chunk
    os.close(terminal)
    return re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", seen.decode())
