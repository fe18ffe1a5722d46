"""The same class on a cluster: a real scheduler, real workers, and what may happen to them."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest

from tests import miniature
from tests.conftest import COURSE

ADDRESS = "tcp://127.0.0.1:1"
"""Nobody listens there."""
SLOW = '''

@pytest.fixture(autouse=True)
def slow(submission: Handle) -> None:
    """Gives the tests time, and stands for hand-ins that crash what they are graded by."""
    import os
    import time

    time.sleep(0.03)
    if submission.submission.id == "kills its grader":
        os.kill(os.getpid(), 9)
    if submission.submission.id == "kills its worker":
        os.kill(os.getppid(), 9)
'''
LOSSES = """\
import tensorflow as tf

def double_error(y_true, y_pred):
    return {} * tf.abs(y_true - y_pred)

def square_error(y_true, y_pred):
    return (y_true - y_pred) ** {}

quiz_answers = {{"q1": "A"}}
"""


class World:
    """A course, a class, and the cluster that grades it."""

    def __init__(self, folder: Path) -> None:
        self.course, self.handins = folder / "course", folder / "class"
        self.folder = folder
        self._file = folder / "scheduler.json"
        self._running = list[subprocess.Popen[bytes]]()

    def start(
        self, command: str, *options: str, lacking: Sequence[str] = (), **environment: str
    ) -> subprocess.Popen[bytes]:
        """The scheduler or a worker; ``lacking`` are system calls that it has to do without."""
        module = f"distributed.cli.dask_{command}"
        without = ["-m", "tests.without", *lacking, "--"] if lacking else []
        arguments = [*options, "--no-dashboard", "--scheduler-file", str(self._file)]
        environment["DASK_TEMPORARY_DIRECTORY"] = str(self.folder / "scratch")
        with (self.folder / f"{command}-{len(self._running)}.log").open("wb") as log:
            process = subprocess.Popen(
                [sys.executable, *without, "-m", module, *arguments],
                cwd=self.folder,
                env={**self.environment, **environment},
                stdout=log,
                stderr=log,
            )
        self._running.append(process)
        return process

    def start_scheduler(self, **environment: str) -> str:
        self.start("scheduler", "--host", "127.0.0.1", "--port", "0", **environment)
        until(self._file.exists)
        return str(json.loads(self._file.read_text())["address"])

    def start_worker(
        self, lacking: Sequence[str] = (), **environment: str
    ) -> subprocess.Popen[bytes]:
        options = ("--nthreads", "1", "--no-nanny")
        return self.start("worker", *options, lacking=lacking, **environment)

    def stop(self) -> None:
        for process in self._running:
            process.kill()
            process.wait()

    @property
    def environment(self) -> dict[str, str]:
        cache = str(self.folder / "cache")
        return {**os.environ, "COLUMNS": "120", "XDG_CACHE_HOME": cache, "PYTHONPATH": str(COURSE)}

    def grade(
        self, out: str, *options: str, environment: Mapping[str, str] = MappingProxyType({})
    ) -> subprocess.Popen[str]:
        places = ["-o", str(self.folder / out), "--course", str(self.course), "--seed", "7"]
        return subprocess.Popen(
            [sys.executable, "-m", "autograder", "grade", str(self.handins), *places, *options],
            env={**self.environment, **environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    @staticmethod
    def until_it_waits(running: subprocess.Popen[str], address: str) -> None:
        """Takes the line that says so."""
        assert running.stderr is not None
        waits = f"{address} has no workers yet; waiting for some to come"
        assert running.stderr.readline() == f"autograder: warning: {waits}\n"

    def results(self, out: str) -> dict[str, dict[str, Any]]:
        """The results without what differs from run to run."""
        files = sorted((self.folder / out / "results").glob("*.json"))
        return {path.stem: json.loads(path.read_text("utf-8")) | {"seconds": 0} for path in files}

    def journal(self, out: str) -> list[tuple[str, str]]:
        """Submissions and what became of each, as often as they are in it."""
        with contextlib.closing(sqlite3.connect(self.folder / out / "gradebook.sqlite")) as base:
            query = "SELECT submission, status FROM grades ORDER BY submission"
            return base.execute(query).fetchall()


def until(is_so: Callable[[], object], seconds: float = 30.0) -> None:
    end = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.05)


def children(process: subprocess.Popen[bytes]) -> list[str]:
    """The command lines of a process's children."""
    lines = list[str]()
    for path in Path(f"/proc/{process.pid}/task").glob("*/children"):
        for child in path.read_text().split():
            with contextlib.suppress(OSError):
                lines.append(Path(f"/proc/{child}/cmdline").read_text())
    return lines


def courses(folder: Path) -> list[Path]:
    """The copies of the assignment that workers have."""
    return list(folder.glob("scratch/*/worker-*/course-*"))


def zygotes(process: subprocess.Popen[bytes]) -> int:
    return sum("autograder.zygote" in line for line in children(process))


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    found = World(tmp_path)
    miniature.build(found.course)
    grader = found.course / "solutions/tiny/graders/test_tiny.py"
    grader.write_text(grader.read_text("utf-8") + SLOW, encoding="utf-8")
    found.handins.mkdir()
    yield found
    found.stop()


def odd_class(folder: Path) -> None:
    """Right ones, wrong ones, and what is hardly a hand-in."""
    for factor in ("1.0", "2.0"):
        for power in range(1, 6):
            text = LOSSES.format(factor, power)
            (folder / f"{factor[0]}{power}.py").write_text(text, encoding="utf-8")
    for name in ("kills its grader.py", "linked.py"):
        (folder / name).write_text(LOSSES.format("2.0", 2), encoding="utf-8")
    (folder / "linked too.py").hardlink_to(folder / "linked.py")
    (folder / "link.py").symlink_to(folder / "25.py")
    os.mkfifo(folder / "pipe.py")
    (folder / "empty.py").write_bytes(b"")
    (folder / "folder").mkdir()
    shutil.copy(folder / "15.py", folder / "folder" / "tiny.py")
    (folder / "folder" / "notes.txt").write_text("none")
    with zipfile.ZipFile(folder / "zip.zip", "w") as archive:
        archive.write(folder / "24.py", "tiny.py")


def test_a_cluster_grades_as_one_machine_does_whatever_happens_to_it(world: World) -> None:
    odd_class(world.handins)
    local = world.grade("local", "-j", "2")
    said, _ = local.communicate()
    assert local.returncode == 1  # what can't be read needs staff
    expected = world.results("local")
    scores = [found["score"] for found in expected.values()]
    assert scores.count(7) == 1
    assert scores.count(None) == 6

    address = world.start_scheduler()
    interrupted = world.grade("out", "--dask", address)
    world.until_it_waits(interrupted, address)
    workers = [world.start_worker(), world.start_worker()]
    until(lambda: len(world.results("out")) > 7)
    assert sum(map(zygotes, workers)) == 1  # one machine
    interrupted.send_signal(signal.SIGINT)
    _, error = interrupted.communicate()
    assert interrupted.returncode == 130, error
    done = len(world.results("out"))
    assert 7 < done < len(expected)
    kept = f"{done} of {len(expected)} are graded and kept in {world.folder / 'out'}"
    assert error == f"autograder: interrupted; {kept}\n"
    until(lambda: not any(map(zygotes, workers)))

    again = world.grade("out", "--dask", address)
    until(lambda: any(map(zygotes, workers)))
    before = len(world.results("out"))
    until(lambda: len(world.results("out")) > before)
    lost, other = sorted(workers, key=zygotes, reverse=True)
    lost.kill()
    assert len(world.results("out")) < len(expected)
    repeated, error = again.communicate()
    assert again.returncode == 1, error
    assert world.results("out") == expected
    assert (world.folder / "out/grades.csv").read_bytes() == (
        world.folder / "local/grades.csv"
    ).read_bytes()
    assert world.journal("out") == world.journal("local")
    assert [line for line in repeated.splitlines() if "graded, " in line] == [
        line for line in said.splitlines() if "graded, " in line
    ]
    until(lambda: not any("autograder" in line or "spawn_main" in line for line in children(other)))
    until(lambda: len(courses(world.folder)) == 1)  # of the worker that could not remove it
    world.start_worker()
    until(lambda: not courses(world.folder))  # Dask tidies up


def test_a_worker_that_would_grade_differently_is_named_with_what_differs(world: World) -> None:
    old = world.folder / "old" / "keras-3.0.0.dist-info"
    old.mkdir(parents=True)
    (old / "METADATA").write_text("Metadata-Version: 2.1\nName: keras\nVersion: 3.0.0\n")
    (world.handins / "ann.py").write_text(LOSSES.format("2.0", 2), encoding="utf-8")
    address = world.start_scheduler()
    world.start_worker(PYTHONPATH=f"{old.parent}:{COURSE}")
    refused = world.grade("out", "--dask", address)
    _, error = refused.communicate()
    assert refused.returncode == 2
    told = error.splitlines()[-1]
    assert told.startswith("autograder: worker tcp://127.0.0.1:")
    assert "it would grade differently: keras is 3.0.0, expected 3." in told
    assert told.count("expected") == 1  # nothing else differs
    assert world.results("out") == {}


def test_every_worker_is_held_to_the_isolation_that_is_insisted_on(world: World) -> None:
    (world.handins / "ann.py").write_text(LOSSES.format("2.0", 2), encoding="utf-8")
    address = world.start_scheduler()
    world.start_worker(lacking=["unshare", "landlock"])
    refused = world.grade("out", "--dask", address, "--require-isolation", "files")
    _, error = refused.communicate()
    assert refused.returncode == 2
    told = error.splitlines()[-1]
    assert told.startswith("autograder: worker tcp://127.0.0.1:")
    assert "isolation level 'files' was required, this machine reaches 'none'" in told
    assert world.results("out") == {}


def test_a_hand_in_that_kills_its_workers_is_for_staff(world: World) -> None:
    (world.handins / "kills its worker.py").write_text(LOSSES.format("2.0", 2), encoding="utf-8")
    address = world.start_scheduler(DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES="0")
    worker = world.start_worker()
    done = world.grade("out", "--dask", address)
    _, error = done.communicate()
    assert done.returncode == 1, error
    assert worker.wait() == -signal.SIGKILL
    (found,) = world.results("out").values()
    assert found["error"] == "every worker that was to grade it died; look at the file by hand"
    assert found["score"] is None


def test_a_scheduler_that_goes_away_ends_the_run_with_a_line(world: World) -> None:
    (world.handins / "ann.py").write_text(LOSSES.format("2.0", 2), encoding="utf-8")
    address = world.start_scheduler()
    running = world.grade("out", "--dask", address)
    world.until_it_waits(running, address)
    world.stop()
    _, error = running.communicate()
    assert running.returncode == 2
    assert error.splitlines()[-1].startswith(f"autograder: the scheduler at {address} is gone")


def test_without_a_scheduler_the_run_ends_with_a_line(world: World) -> None:
    (world.handins / "ann.py").write_text(LOSSES.format("2.0", 2), encoding="utf-8")
    addresses = (ADDRESS, "nonsense", "what://is this")
    running = [world.grade(f"out{k}", "--dask", each) for k, each in enumerate(addresses)]
    for address, done in zip(addresses, running, strict=True):
        _, error = done.communicate(timeout=20)
        assert done.returncode == 2
        assert error.startswith(f"autograder: no Dask scheduler answers at {address} (")
        assert error.count("\n") == 1


def test_without_the_extra_a_line_says_how_to_install_it(world: World) -> None:
    (world.handins / "ann.py").write_text(LOSSES.format("2.0", 2), encoding="utf-8")
    (world.folder / "lacking").mkdir()
    (world.folder / "lacking" / "sitecustomize.py").write_text(
        "import sys; sys.modules['distributed'] = None"
    )
    lacking = {"PYTHONPATH": str(world.folder / "lacking")}
    done = world.grade("out", "--dask", ADDRESS, environment=lacking)
    _, error = done.communicate()
    assert done.returncode == 2
    assert error == (
        "autograder: --dask needs distributed; in your clone of this project: "
        "pip install '.[cluster]'\n"
    )
