"""``check --watch``: the real command on a real file, saved the ways in which editors save."""

from __future__ import annotations

import os
import pty
import re
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep

import pytest
import watchfiles

from autograder import master, watch
from autograder.assignment import Assignment
from autograder.handins import HandIn
from autograder.sandbox import Sandbox
from autograder.standby import Desk
from autograder.watch import Saves, difference
from tests.conftest import COURSE, Run

DEADLINE = 60.0


@pytest.fixture(scope="module")
def right(custom_losses: Assignment) -> str:
    text = custom_losses.master.read_text(encoding="utf-8")
    return master.solution(text, custom_losses.quiz)


def without(name: str, text: str) -> str:
    """The text with ``name`` defined as nothing, further down."""
    return f"{text}\n\ndef {name}(y_true, y_pred):\n    return None\n"


class Watched:
    """A command that runs on, and what it has printed so far."""

    def __init__(self, process: subprocess.Popen[bytes], output: int) -> None:
        self.process = process
        self._output = output
        self.text = ""
        self._seen = 0
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        try:
            while chunk := os.read(self._output, 1 << 16):
                self.text += chunk.decode(errors="replace")
        except OSError:  # how a terminal ends
            pass

    def next(self, pattern: str) -> str:
        """The next match in what is printed after the last one."""
        end = monotonic() + DEADLINE
        while not (match := re.compile(pattern).search(self.text, self._seen)):
            assert monotonic() < end, f"no {pattern!r} in {self.text[self._seen :]!r}"
            assert self.process.poll() is None, self.text
            sleep(0.01)
        self._seen = match.end()
        return match[0]

    def verdict(self) -> str:
        """The line on the next check."""
        return self.next(r"\d\d:\d\d:\d\d  .*\(\d+\.\d s\)")


@contextmanager
def watched(*arguments: str | Path, cwd: Path, terminal: bool = False) -> Iterator[Watched]:
    ours, theirs = pty.openpty() if terminal else os.pipe()
    process = subprocess.Popen(
        [sys.executable, "-m", "autograder", "check", "--watch", *map(str, arguments)],
        cwd=cwd,
        env={**os.environ, "COLUMNS": "120", "TERM": "xterm"},
        stdin=subprocess.DEVNULL,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
    )
    os.close(theirs)
    try:
        yield Watched(process, ours)
    finally:
        process.kill()
        process.wait()
        os.close(ours)


def ctrl_c(running: Watched) -> int:
    """The exit code, and no process left."""
    family = descendants(running.process.pid)
    assert family
    os.killpg(running.process.pid, signal.SIGINT)
    code = running.process.wait(timeout=10)
    end = monotonic() + 5
    while left := [pid for pid in family if Path(f"/proc/{pid}").exists()]:
        assert monotonic() < end, f"still there: {left}"
        sleep(0.02)
    return code


def descendants(pid: int) -> list[int]:
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [*map(int, children), *(deep for child in children for deep in descendants(int(child)))]


# --- staff ------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def hand_in(tmp_path_factory: pytest.TempPathFactory, right: str) -> Path:
    path = tmp_path_factory.mktemp("hand-ins") / "alice.py"
    path.write_text(without("my_huber_loss", right))
    return path


@pytest.fixture(scope="module")
def staff(hand_in: Path) -> Iterator[Watched]:
    """The command, after its first verdict on a file that lacks one part."""
    with watched(hand_in, cwd=COURSE) as running:
        assert running.next(r".*\n") == (
            f"Watching {hand_in} with all hidden checks; Ctrl-C stops.\n"
        )
        assert "  88 / 100 (" in running.verdict()
        running.next(r"quiz  Quiz +25 / 25")
        yield running


def test_a_save_is_graded_by_all_hidden_checks_and_compared(
    staff: Watched, hand_in: Path, right: str
) -> None:
    hand_in.write_text(right)
    assert re.search(r"  100 / 100; \d+ checks more pass \(", staff.verdict())
    hand_in.write_text(without("contrastive_loss", right))
    assert re.search(r"  88 / 100; \d+ checks fewer pass \(", staff.verdict())
    staff.next(r"contrastive_loss .* 0 / 12")
    hand_in.write_text(right)
    assert "  100 / 100; " in staff.verdict()


def test_a_file_that_is_deleted_and_comes_back_by_another_name_is_waited_for(
    staff: Watched, hand_in: Path, right: str
) -> None:
    hand_in.unlink()
    other = hand_in.with_name("alice.py.tmp")
    other.write_text(without("my_huber_loss", right))
    other.replace(hand_in)
    assert "  88 / 100; " in staff.verdict()


def test_a_file_that_cannot_be_read_is_told_and_the_watch_goes_on(
    staff: Watched, hand_in: Path, right: str
) -> None:
    hand_in.write_text('{"cells": [{"cell_type": "code", "sou')
    assert "needs staff: " in staff.verdict()
    hand_in.write_text(right)
    assert "  100 / 100" in staff.verdict()


def test_on_a_terminal_the_screen_is_redrawn_and_ctrl_c_leaves_nothing_behind(
    tmp_path: Path, right: str
) -> None:
    path, out = tmp_path / "bob.py", tmp_path / "bob.json"
    path.write_text(right)
    with watched(path, "--json", out, "--seed", "7", cwd=COURSE, terminal=True) as running:
        running.next("starting TensorFlow")
        assert "  100 / 100 (" in running.verdict()
        path.write_text(without("my_huber_loss", right))
        running.next(r"\x1b\[2J")  # the screen is cleared
        running.next(r"\d of 7 parts, checking the rest")  # what is known first is shown first
        assert "  88 / 100; " in running.verdict()
        end = monotonic() + DEADLINE
        while '"score": 88' not in out.read_text("utf-8"):
            assert monotonic() < end
            sleep(0.02)
        assert ctrl_c(running) == 0
    assert "Traceback" not in running.text


def test_changed_parts_are_graded_before_the_others(
    custom_losses: Assignment, sandbox: Sandbox, tmp_path: Path, right: str
) -> None:
    path = tmp_path / "carol.py"
    parts = ["my_huber_loss", "contrastive_loss"]
    desk = Desk(custom_losses, sandbox.address, parts)

    def order() -> list[list[str]]:
        desk.prepare(3, lambda: False)
        return [[part.name for part in grade.parts] for grade in desk.grades(HandIn("c", path))]

    path.write_text(right)
    assert order()[0] == parts
    path.write_text(f"{right}\n\ndef contrastive_loss(y, d):\n    return y + 0 * d\n")
    assert order()[:2] == [["contrastive_loss"], ["my_huber_loss"]]
    desk.close()


# --- students ---------------------------------------------------------------------------------


@pytest.fixture
def bundle(tmp_path: Path, custom_losses: Assignment) -> Path:
    """What students have: no solutions folder, and none above it."""
    return Path(shutil.copytree(custom_losses.public, tmp_path / "bundle"))


def test_a_student_sees_the_public_checks_again_at_each_save(bundle: Path, right: str) -> None:
    form = bundle / "custom_losses.py"
    form.write_text(without("my_huber_loss", right))
    with watched(form.name, cwd=bundle) as running:
        first = "Watching custom_losses.py with the public checks, without isolation; Ctrl-C stops."
        assert running.next(r".*\n") == f"{first}\n"
        assert "  24 of 27 public checks pass (" in running.verdict()
        running.next("it returns None: not filled in yet")
        form.write_text(right)
        assert "  27 of 27 public checks pass; 3 checks more pass (" in running.verdict()
        running.next("All public checks passed.")
        form.write_text(f"{right}\nimport nothing_of_the_sort\n")
        line = right.count("\n") + 2
        assert "the checks could not run" in running.verdict()
        running.next(f"custom_losses.py, line {line}: ModuleNotFoundError")
        form.write_text(f"{right}\nwhile True: pass\n")
        sleep(0.5)  # it runs, and would run on
        form.write_text(right)
        assert "  27 of 27 public checks pass; the same checks pass (" in running.verdict()
        assert ctrl_c(running) == 0
    assert "Traceback" not in running.text


def test_checks_of_changed_definitions_come_first(bundle: Path, right: str) -> None:
    form = bundle / "custom_losses.py"
    form.write_text(right)
    with watched(form.name, cwd=bundle) as running:
        running.verdict()
        running.next(r"\nmy_huber_loss\n")
        form.write_text(without("contrastive_loss", right))
        running.verdict()
        assert running.next(r"\n(contrastive_loss|my_huber_loss)\n") == "\ncontrastive_loss\n"


@pytest.mark.parametrize(
    ("form", "failed"), [("custom_losses.py", "3 failed."), ("custom_losses.ipynb", "27 failed.")]
)
def test_check_without_solutions_makes_the_public_checks_of_the_form_that_is_named(
    form: str, failed: str, bundle: Path, right: str, autograder: Run
) -> None:
    (bundle / "custom_losses.py").write_text(without("my_huber_loss", right))
    done = autograder("check", form, cwd=bundle)
    assert done.returncode == 0, done.stderr
    assert f"Checking {form}" in done.stdout
    assert failed in done.stdout


def test_public_checks_that_cannot_run_and_results_that_they_cannot_give_are_refused(
    bundle: Path, autograder: Run
) -> None:
    (bundle / "custom_losses.py").write_text("def my_huber_loss(:\n")
    done = autograder("check", "custom_losses.py", cwd=bundle)
    assert done.returncode == 2
    assert "custom_losses.py, line 1: SyntaxError" in done.stdout
    assert "without isolation" in done.stderr
    assert "mend" in done.stderr
    for option in (["--json", "x.json"], ["--require-isolation", "files"]):
        done = autograder("check", "custom_losses.py", *option, cwd=bundle)
        assert done.returncode == 2
        assert option[0] in done.stderr


# --- saves ------------------------------------------------------------------------------------


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Saves are noticed because the system tells of them, not by looking now and then."""
    monkeypatch.setattr(watch, "LOOK_MS", 60_000)


def emptied(path: Path) -> None:
    path.write_bytes(b"")


@pytest.mark.usefixtures("told")
@pytest.mark.parametrize("gone", [Path.unlink, emptied])
def test_a_file_that_is_gone_or_empty_is_no_save_until_it_is_back(
    gone: Callable[[Path], None], tmp_path: Path
) -> None:
    path = tmp_path / "form.py"
    path.write_text("x = 1\n")
    with Saves(path) as saves:
        sleep(0.2)
        gone(path)
        sleep(0.3)
        assert not saves.is_waiting()
        path.write_text("x = 2\n")
        assert saves.wait(5)


@pytest.mark.usefixtures("told")
def test_in_a_folder_only_what_can_be_graded_counts(tmp_path: Path) -> None:
    (tmp_path / "form.py").write_text("x = 1\n")
    (tmp_path / "__pycache__").mkdir()
    with Saves(tmp_path) as saves:
        sleep(0.2)
        (tmp_path / "__pycache__" / "form.py").write_text("x = 2\n")
        (tmp_path / ".form.py.part.py").write_text("x = 2\n")
        (tmp_path / "plot.png").write_text("x")
        sleep(0.3)
        assert not saves.is_waiting()
        (tmp_path / "deeper").mkdir()
        sleep(0.2)
        (tmp_path / "deeper" / "form.ipynb").write_text("{}")
        assert saves.wait(5)


def test_a_folder_that_is_replaced_is_watched_on(tmp_path: Path) -> None:
    folder = tmp_path / "alice"
    folder.mkdir()
    (folder / "form.py").write_text("x = 1\n")
    with Saves(folder) as saves:
        sleep(0.2)
        shutil.rmtree(folder)
        for text in ("x = 2\n", "x = 3, 4\n"):
            folder.mkdir(exist_ok=True)
            (folder / "form.py").write_text(text)
            assert saves.wait(5)
            saves.forget()


def test_where_the_system_tells_nothing_a_save_is_found_by_looking(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tell = watchfiles.watch
    nowhere = tmp_path / "nowhere"
    nowhere.mkdir()
    monkeypatch.setattr(watchfiles, "watch", lambda _, **options: tell(nowhere, **options))
    path = tmp_path / "form.py"
    path.write_text("x = 1\n")
    with Saves(path) as saves:
        sleep(0.2)
        path.write_text("x = 2, 3\n")
        assert saves.wait(5)


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ("", "ab", "2 checks more pass"),
        ("a", "ab", "1 check more passes"),
        ("ab", "a", "1 check fewer passes"),
        ("abc", "a", "2 checks fewer pass"),
        ("a", "b", "1 check more and 1 check fewer pass"),
        ("a", "a", "the same checks pass"),
    ],
)
def test_the_difference_is_told_in_words(before: str, after: str, words: str) -> None:
    passed = [{name: name in text for name in "abc"} for text in (before, after)]
    assert difference(*passed) == words
