"""``check --watch``, and the public checks: a real file, saved the ways in which editors save."""

from __future__ import annotations

import json
import os
import pty
import re
import shutil
import signal
import subprocess
import sys
import textwrap
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep

import pytest
import watchfiles
from rich.console import Console
from rich.text import Text

from autograder import master, public, submission, watch
from autograder.assignment import Assignment
from autograder.handins import HandIn
from autograder.isolation import Level
from autograder.public import PublicChecks
from autograder.sandbox import Sandbox
from autograder.standby import Desk
from autograder.watch import Saves, View, difference
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
    with watched(
        hand_in, "-a", "custom_losses", "--json", hand_in.with_suffix(".json"), cwd=COURSE
    ) as running:
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
    result = hand_in.with_suffix(".json")
    while '"score": 88' not in result.read_text("utf-8"):  # the first had another part at fault
        sleep(0.02)


def test_a_file_that_is_gone_is_told_and_waited_for(
    staff: Watched, hand_in: Path, right: str
) -> None:
    hand_in.unlink()
    staff.next(r"alice.py is gone; waiting for it to come back")
    other = hand_in.with_name("alice.py.tmp")
    other.write_text(right)
    other.replace(hand_in)
    assert "  100 / 100; " in staff.verdict()


def test_a_save_does_not_wait_for_the_endless_loop_in_the_one_before(
    staff: Watched, hand_in: Path, right: str
) -> None:
    hand_in.write_text(f"{right}\nwhile True: pass\n")
    sleep(0.5)  # it runs, and would run on for ten seconds
    hand_in.write_text(without("my_huber_loss", right))
    start = monotonic()
    assert "  88 / 100; " in staff.verdict()
    assert monotonic() - start < 5


def test_a_file_that_cannot_be_read_is_told_and_the_watch_goes_on(
    staff: Watched, hand_in: Path, right: str
) -> None:
    hand_in.write_text('{"cells": [{"cell_type": "code", "sou')
    assert "needs staff: " in staff.verdict()
    hand_in.write_text(right)
    assert "  100 / 100" in staff.verdict()


def test_ctrl_c_ends_the_watch_and_leaves_nothing_behind(staff: Watched) -> None:
    assert ctrl_c(staff) == 0
    assert "Traceback" not in staff.text
    assert "\x1b" not in staff.text


def test_changed_parts_are_graded_before_the_others(
    custom_losses: Assignment, sandbox: Sandbox, tmp_path: Path, right: str
) -> None:
    path = tmp_path / "carol.py"
    parts = ["my_huber_loss", "contrastive_loss"]
    desk = Desk(custom_losses, sandbox.address, 3, parts, lambda: False)

    def order() -> list[list[str]]:
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


@pytest.fixture
def form(bundle: Path, right: str) -> Path:
    """A script in which everything is right."""
    path = bundle / "custom_losses.py"
    path.write_text(right)
    return path


@pytest.fixture
def checker(form: Path, sandbox: Sandbox) -> Iterator[PublicChecks]:
    tests = form.with_name("test_public.py")
    with PublicChecks(sandbox, tests, form, Level.NONE, lambda _: None) as found:
        yield found


def shown(view: View) -> str:
    console = Console(width=200)
    with console.capture() as capture:
        console.print(view.page)
    return capture.get()


def test_a_student_sees_the_public_checks_again_at_each_save(form: Path, right: str) -> None:
    form.write_text(without("my_huber_loss", right))
    with watched(form.name, cwd=form.parent, terminal=True) as running:
        assert "custom_losses.py with the public checks; Ctrl-C stops." in running.next(r".*\n")
        assert "  24 of 27 public checks pass (" in running.verdict()
        running.next("it returns None: not filled in yet")
        form.write_text(right)
        running.next(r"\x1b\[2J")  # the screen is cleared
        running.next(r"\d+ of \d+ public checks pass, checking the rest")  # as they come
        assert "  27 of 27 public checks pass; 3 checks more pass (" in running.verdict()
        assert ctrl_c(running) == 0
    assert "Traceback" not in running.text


def test_what_is_not_filled_in_is_said_once(
    checker: PublicChecks, form: Path, custom_losses: Assignment
) -> None:
    form.write_text((custom_losses.public / form.name).read_text())
    *_, last = checker.check(lambda: False)
    page = shown(last)
    assert page.count("not filled in yet") == 6
    assert page.count("FAILED") == 1  # the quiz is a dictionary, and has answers or not
    assert not any(last.passed.values())


def test_checks_of_changed_definitions_come_first(
    checker: PublicChecks, form: Path, right: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(public, "WORKERS", 1)  # of two, either may be done first
    *_, last = checker.check(lambda: False)
    assert last.is_complete
    assert (len(last.passed), all(last.passed.values())) == (27, True)
    form.write_text(without("contrastive_loss", right))
    first, *_ = checker.check(lambda: False)
    assert not first.is_complete
    assert first.passed == {
        "test_contrastive_loss_costs_what_the_docstring_says": False,
        "test_contrastive_loss_gives_the_mean_of_the_batch": False,
        "test_contrastive_loss_trains_a_model": False,
    }


def test_what_is_not_defined_or_raises_is_told_with_its_line(
    checker: PublicChecks, form: Path
) -> None:
    form.write_text(
        "import nothing_of_the_sort\n\n"
        "def my_huber_loss(y_true, y_pred):\n    return nothing_of_the_sort.abs(y_true)\n"
    )
    *_, last = checker.check(lambda: False)
    page = shown(last)
    assert (
        "`nothing_of_the_sort` is not defined, because `import nothing_of_the_sort` did not" in page
    )
    assert "(line 4)" in page
    assert "`MyHuberLoss` is not defined\n" in page
    assert "script, line 1: `import nothing_of_the_sort` did not run" in page


def test_a_check_that_has_become_stale_is_broken_off(
    checker: PublicChecks, form: Path, right: str
) -> None:
    form.write_text(f"{right}\n\ndef my_huber_loss(y_true, y_pred):\n    while True: pass\n")
    start = monotonic()
    views = list(checker.check(lambda: monotonic() > start + 1))
    assert not any(view.is_complete for view in views)
    assert monotonic() - start < 3


TRACE = r"""
for path in (ESCAPED, "/escaped", "/usr/lib/escaped"):
    try:
        open(path, "w").close()
    except OSError:
        pass
    else:
        raise RuntimeError(f"{path} could be written")
print("\x1b[2J\x1b]0;title\x07")
"""
CHECKS = r'''
def test_writing(my_huber_loss):
    TRACE

def test_failing(my_huber_loss):
    """A second\x1b[31m sentence."""
    assert False, "wrong\x1b[2J\x9b2J\n\x1b]0;title\x07"

def test_raising(my_huber_loss):
    """A third sentence."""
    raise type("\x1b[2J", (Exception,), {})("\x1b]0;title\x07")
'''


def test_neither_a_form_nor_its_checks_write_out_of_their_scratch_or_steer_the_terminal(
    form: Path, right: str, autograder: Run
) -> None:
    trace = TRACE.replace("ESCAPED", repr(str(form.with_name("escaped"))))
    form.write_text(f"{right}{trace}")
    checks = CHECKS.replace("    TRACE", textwrap.indent(trace, "    "))
    form.with_name("test_public.py").write_text(f"{trace}{checks}")
    before = sorted(form.parent.iterdir())
    done = autograder("check", form.name, cwd=form.parent)
    assert done.returncode == 0, done.stderr
    assert "1 of 3 public checks pass" in done.stdout  # the first has tried in vain
    assert "did not run" not in done.stdout
    assert all(char.isprintable() or char == "\n" for char in done.stdout + done.stderr)
    assert sorted(form.parent.iterdir()) == before


def test_what_can_not_be_checked_is_refused(form: Path, autograder: Run) -> None:
    done = autograder("check", form.name, "--json", "x.json", cwd=form.parent)
    assert (done.returncode, "--json" in done.stderr) == (2, True)
    done = autograder("check", ".", cwd=form.parent)
    assert (done.returncode, "name the notebook or script" in done.stderr) == (2, True)
    form.write_text("")
    done = autograder("check", form.name, cwd=form.parent)
    assert (done.returncode, "is empty" in done.stdout) == (2, True)
    form.with_name("test_public.py").unlink()
    done = autograder("check", form.name, cwd=form.parent)
    assert (done.returncode, "lies beside test_public.py" in done.stderr) == (2, True)


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


def test_a_notebook_that_is_saved_by_halves_is_looked_at_when_it_is_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watch, "GRACE_SECONDS", 20)
    path = tmp_path / "form.ipynb"
    book = json.dumps({"cells": [{"cell_type": "code", "source": "x = 1"}], "nbformat": 4})
    path.write_text(book[:20])
    with Saves(path) as saves:
        rest = threading.Timer(0.3, path.write_text, [book])
        rest.start()
        assert watch.settled(path, saves) == submission.digest(path)
        assert path.read_text() == book
        monkeypatch.setattr(watch, "GRACE_SECONDS", 0.1)
        path.write_text(book[:20])
        assert watch.settled(path, saves) is None


class Reader:
    """A checker that only reads, and ends the watch after two checks."""

    kind = "no checks"

    def __init__(self, path: Path) -> None:
        self.path = path
        self.found: list[str] = []

    def start(self) -> None:
        """Nothing to start."""

    def check(self, is_stale: Callable[[], bool]) -> Iterator[View]:
        self.found.append(self.path.read_text())
        yield View("read", Text(), {}, is_complete=True)

    def rest(self) -> None:
        if len(self.found) == 2:
            raise KeyboardInterrupt


def test_the_same_text_saved_twice_is_checked_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(signal, "signal", lambda *_: None)  # it would be ours
    path = tmp_path / "form.py"
    path.write_text("x = 1\n")
    for seconds, text in [(0.7, "x = 1\n"), (1.4, "x = 2\n")]:
        threading.Timer(seconds, path.write_text, [text]).start()
    reader = Reader(path)
    watch.follow(path, reader)
    assert reader.found == ["x = 1\n", "x = 2\n"]


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
