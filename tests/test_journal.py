"""The journal: nothing is graded twice, nothing is lost, whatever kills or fills what."""

from __future__ import annotations

import contextlib
import json
import os
import pty
import random
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from autograder import assignment, disk, identity, journal, submission
from autograder.assignment import Assignment
from autograder.errors import SandboxError, SubmissionError, UsageError
from autograder.fingerprint import Fingerprint
from autograder.gradebook import Gradebook
from autograder.grading import Grader
from autograder.handins import HandIn
from autograder.journal import Journal
from autograder.result import CheckResult, Grade, PartResult, Unreadable
from autograder.round import Change, Regrade, Round
from autograder.sandbox import Limits, Sandbox, Worker
from tests import miniature
from tests.conftest import COURSE

RIGHT = {"double": "2.0 * tf.abs(y_true - y_pred)", "square": "(y_true - y_pred) ** 2"}
SINGLE = RIGHT | {"double": "tf.abs(y_true - y_pred)"}
CUBE = RIGHT | {"square": "(y_true - y_pred) ** 3"}


def script(double: str, square: str) -> str:
    return (
        "import tensorflow as tf\n"
        f"def double_error(y_true, y_pred):\n    return {double}\n"
        f"def square_error(y_true, y_pred):\n    return {square}\n"
        "quiz_answers = {'q1': 'A'}\n"
    )


class World:
    """A small course, a class, and the folder that it is graded into."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.course, self.handins, self.out = (folder / name for name in ("course", "class", "out"))

    def command(self, *more: str) -> list[str]:
        places = ["-o", str(self.out), "--course", str(self.course), "-j", "2"]
        return [sys.executable, "-m", "autograder", "grade", str(self.handins), *places, *more]

    def grade(
        self, *more: str, stdin: int = subprocess.DEVNULL, before: Callable[[], None] | None = None
    ) -> subprocess.CompletedProcess[str]:
        """The real command; ``before`` is done in its process first."""
        return subprocess.run(
            self.command(*more),
            cwd=COURSE,
            env=self.environment,
            stdin=stdin,
            preexec_fn=before,
            capture_output=True,
            text=True,
            check=False,
        )

    @property
    def environment(self) -> dict[str, str]:
        return {**os.environ, "COLUMNS": "120", "XDG_CACHE_HOME": str(self.folder / "cache")}

    def edit(self, name: str, old: str, new: str) -> None:
        path = self.folder / name
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1
        path.write_text(text.replace(old, new), encoding="utf-8")

    def results(self) -> dict[str, dict[str, Any]]:
        files = sorted((self.out / "results").glob("*.json"))
        return {path.stem: json.loads(path.read_text("utf-8")) for path in files}

    def verdicts(self) -> dict[str, dict[str, Any]]:
        """The results without what differs from run to run."""
        return {name: found | {"seconds": 0} for name, found in self.results().items()}

    def scores(self) -> dict[str, float | None]:
        return {name: found["score"] for name, found in self.results().items()}

    def table(self) -> str:
        return (self.out / "grades.csv").read_text("utf-8")

    def rows(self) -> dict[tuple[str, str], str]:
        """The grades in the journal, by submission and content; looked at in a copy, which leaves the
        repair of a journal that was cut off to the program."""
        copy = self.folder / "copy"
        shutil.rmtree(copy, ignore_errors=True)
        copy.mkdir()
        for path in self.out.glob("gradebook.sqlite*"):
            shutil.copy(path, copy)
        with contextlib.closing(sqlite3.connect(copy / journal.NAME)) as base:
            query = "SELECT submission, content, result FROM grades WHERE status = 'graded'"
            found = base.execute(query).fetchall() if "grades" in tables(base) else []
        return {(submission, content): result for submission, content, result in found}


def tables(base: sqlite3.Connection) -> set[str]:
    return {name for (name,) in base.execute("SELECT name FROM sqlite_master")}


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> World:
    """A class of four that has been graded once."""
    world = World(tmp_path_factory.mktemp("graded"))
    miniature.build(world.course)
    world.handins.mkdir()
    for name, losses in [("ann", RIGHT), ("bob", SINGLE), ("carl", CUBE), ("dora", SINGLE)]:
        (world.handins / f"{name}.py").write_text(script(**losses), encoding="utf-8")
    done = world.grade()
    assert done.returncode == 0, done.stderr
    assert "graded before" not in done.stdout
    assert world.scores() == {"ann": 7, "bob": 5, "carl": 5, "dora": 5}
    return world


@pytest.fixture
def world(graded: World, tmp_path: Path) -> World:
    """A copy of its own of what was graded."""
    shutil.copytree(graded.folder, tmp_path / "world")
    return World(tmp_path / "world")


# --- the same command again -------------------------------------------------------------------


def spent() -> float:
    """Processor seconds of the processes that this one has started, and waited for."""
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime


def test_a_second_run_grades_nothing_and_writes_everything(world: World) -> None:
    before, table = world.results(), world.table()
    shutil.rmtree(world.out / "results")
    (world.out / "grades.csv").unlink()
    start = spent()
    done = world.grade()
    assert done.returncode == 0, done.stderr
    assert spent() - start < 1.5  # TensorFlow alone takes longer
    assert "4 of 4 were graded before and have not changed" in done.stdout
    assert "4 submissions, 4 graded, mean 5.5" in done.stdout
    assert world.results() == before  # seconds and all
    assert world.table() == table


def test_what_changed_or_is_new_is_graded_and_what_is_gone_leaves_the_table(world: World) -> None:
    before = world.results()
    (world.handins / "bob.py").write_text(script(**RIGHT), encoding="utf-8")
    (world.handins / "dora.py").rename(world.handins / "eve.py")
    (world.handins / "empty.py").touch()
    done = world.grade()
    assert done.returncode == 1, done.stderr
    assert "2 of 5 were graded before and have not changed" in done.stdout
    after = world.results()
    assert [after[name]["score"] for name in ("bob", "eve", "empty")] == [7, 5, None]
    assert [after[name] for name in ("ann", "carl")] == [before["ann"], before["carl"]]
    assert [row.split(",")[0] for row in world.table().splitlines()[1:]] == [
        "ann", "bob", "carl", "empty", "eve",
    ]  # fmt: skip
    again = world.grade()
    assert again.returncode == 1
    assert "5 of 5 were graded before" in again.stdout
    assert "empty.py is empty" in again.stdout
    assert "dora" in {submission for submission, _ in world.rows()}


@pytest.mark.parametrize(
    ("file", "old", "new", "where"),
    [
        ("graders/test_tiny.py", "Its values are wrong.", "They are off.", "message"),
        ("mistakes/double_is_single.py", "How many times", "How often", "hint"),
    ],
)
def test_a_changed_grader_or_hint_is_in_every_result(
    file: str, old: str, new: str, where: str, world: World
) -> None:
    assert old in json.dumps(world.results()["bob"])
    world.edit(f"course/solutions/tiny/{file}", old, new)
    done = world.grade()
    assert done.returncode == 0, done.stderr
    assert "graded before" not in done.stdout
    assert all(new in json.dumps(world.results()[name]) for name in ("bob", "dora")), where
    assert world.scores() == {"ann": 7, "bob": 5, "carl": 5, "dora": 5}


# --- regrading ----------------------------------------------------------------------------------

CHECK = "if not np.allclose(np.mean(seen), np.mean(due)):"
REVERSED = 'if (part == "square_error") == bool(np.allclose(np.mean(seen), np.mean(due))):'
"""Takes two points from whoever squares, and gives them to whoever does not."""


def regraded(world: World, answer: str | None) -> tuple[int, str]:
    """Exit code and output of ``--regrade`` under changed graders, in a terminal if there is an
    answer."""
    world.edit("course/solutions/tiny/graders/test_tiny.py", CHECK, REVERSED)
    if answer is None:
        done = world.grade("--regrade", "--yes")
        return done.returncode, done.stdout
    terminal, stdin = pty.openpty()
    os.write(terminal, f"{answer}\n".encode())
    done = world.grade("--regrade", stdin=stdin)
    os.close(terminal)
    os.close(stdin)
    return done.returncode, done.stdout


def test_a_regrade_tells_who_gained_and_lost_and_is_published_if_wanted(world: World) -> None:
    code, printed = regraded(world, None)
    assert code == 0
    assert "4 changed grades: 1 higher, 3 lower" in printed
    assert "ann  7 -> 5  square_error 3 -> 1" in printed.splitlines()
    assert "carl  5 -> 7  square_error 1 -> 3" in printed.splitlines()
    assert world.scores() == {"ann": 5, "bob": 3, "carl": 7, "dora": 3}
    assert "ann,graded,5,7,3,1,1" in world.table()
    assert "4 of 4 were graded before" in world.grade().stdout
    assert world.scores() == {"ann": 5, "bob": 3, "carl": 7, "dora": 3}


def test_a_regrade_that_is_not_wanted_leaves_every_grade_as_it_was(world: World) -> None:
    before, table, rows = world.results(), world.table(), world.rows()
    code, printed = regraded(world, "n")
    assert code == 0
    assert "publish 4 changed grades? [y/N]" in printed
    assert "carl  5 -> 7" in printed
    assert (world.results(), world.table(), world.rows()) == (before, table, rows)


def test_a_regrade_without_a_terminal_is_refused_before_it_starts(world: World) -> None:
    done = world.grade("--regrade")
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
    assert "--yes" in done.stderr


# --- trouble --------------------------------------------------------------------------------------


def cut(path: Path) -> None:
    path.write_bytes(b"no database" * 1000)


def made_newer(path: Path) -> None:
    with contextlib.closing(sqlite3.connect(path)) as base:
        base.execute("PRAGMA user_version = 2")


def made_strange(path: Path) -> None:
    path.unlink()
    with contextlib.closing(sqlite3.connect(path)) as base:
        base.execute("CREATE TABLE songs (title)")


def with_a_forged_row(path: Path) -> None:
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as base:
        base.execute("""UPDATE grades SET result = '{"schema": 1, "score": 100}'""")


def made_a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (cut, "move it away"),
        (made_newer, "install the newer one"),
        (made_strange, "some other program's database; move it away"),
        (with_a_forged_row, "move it away"),
        (made_a_folder, "run the command again"),
    ],
)
def test_a_journal_that_is_none_is_one_line_that_says_what_to_do(
    spoil: Callable[[Path], None], words: str, world: World
) -> None:
    table = world.table()
    spoil(world.out / journal.NAME)
    done = world.grade()
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1, done.stderr
    assert str(world.out / journal.NAME) in done.stderr
    assert words in done.stderr
    assert world.table() == table


def test_two_runs_at_once_are_one_too_many(world: World) -> None:
    with Journal(world.out, assignment.load(world.course, None)):
        done = world.grade()
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "another autograder is grading into" in done.stderr
    assert world.grade().returncode == 0


@contextlib.contextmanager
def little_room(folder: Path, room: int) -> Iterator[Callable[[], None] | None]:
    """``folder`` on a disk that is nearly full; where none can be mounted, what to do in a process
    that shall not write more."""
    folder.mkdir()
    if os.geteuid() != 0 or not mounted(folder):
        hard = resource.getrlimit(resource.RLIMIT_FSIZE)[1]
        yield lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (room // 2, hard))
        return
    try:
        (folder / "ballast").write_bytes(bytes(DISK - room))
        yield None
    finally:
        (folder / "ballast").unlink()
        rescued = folder.with_name("rescued")
        shutil.copytree(folder, rescued)
        subprocess.run(["umount", folder], check=True)
        folder.rmdir()
        rescued.rename(folder)


DISK = 2 << 20


def mounted(folder: Path) -> bool:
    command = ["mount", "-t", "tmpfs", "-o", f"size={DISK}", "tmpfs", str(folder)]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def test_a_full_disk_is_one_line_and_the_next_run_goes_on(world: World) -> None:
    expected, table = world.verdicts(), world.table()
    for number in range(8):
        shutil.copy(world.handins / "carl.py", world.handins / f"carl {number}.py")
    shutil.rmtree(world.out)
    with little_room(world.out, 120 << 10) as before:
        full = world.grade(before=before)
        kept = world.rows()
        assert world.results().keys() <= {name for name, _ in kept}, "shown before it was safe"
    assert full.returncode == 2
    lines = full.stderr.splitlines()
    assert len(lines) <= 2, full.stderr  # run.json may have had no room, either
    assert all("No space left on device" in line for line in lines)
    assert 0 < len(kept) < 12, "the room was to be for a few"
    done = world.grade()
    assert done.returncode == 0, done.stderr
    assert f"{len(kept)} of 12 were graded before" in done.stdout
    assert kept.items() <= world.rows().items()
    found = world.verdicts()
    assert {name: found[name] for name in expected} == expected
    assert len(found) == 12
    assert set(table.splitlines()) <= set(world.table().splitlines())


# --- kill -9 --------------------------------------------------------------------------------------

SEED = 5
DEATHS = ["worker", "main", "pool", "zygote", "worker", "any"]


def family(pid: int) -> list[int]:
    """A process and all below it."""
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return []
    return [pid, *(each for child in children for each in family(int(child)))]


def of_kind(kind: str, main: int) -> list[int]:
    if kind == "main":
        return [main]
    words = {pid: cmdline(pid) for pid in family(main)}
    zygotes = [pid for pid, line in words.items() if "autograder.zygote" in line]
    found = {
        "any": list(words),
        "pool": [pid for pid, line in words.items() if "spawn_main" in line],
        "zygote": zygotes[:1],  # its workers have its command line
        "worker": zygotes[1:],
    }
    return found[kind]


def cmdline(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text(errors="replace")
    except OSError:
        return ""


def run_with_a_death(world: World, kind: str, chance: random.Random) -> bool:
    """One run in which a process of this kind is killed at some moment, more often than not while
    hand-ins are graded; whether the moment came before the end."""
    process = subprocess.Popen(
        world.command(),
        cwd=COURSE,
        env=world.environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    results, start, enough = world.out / "results", time.time(), chance.choice([1, 1, 2, 4])
    if kind == "any":
        time.sleep(chance.uniform(0, 4))
    else:
        while process.poll() is None and count_since(results, start) < enough:
            time.sleep(0.01)
        time.sleep(chance.uniform(0, 0.2))
    victims: list[int] = []
    while process.poll() is None and not victims:
        victims = of_kind(kind, process.pid)
    with contextlib.suppress(ProcessLookupError, IndexError):
        os.kill(chance.choice(victims), signal.SIGKILL)
    process.wait(60)
    return bool(victims)


def count_since(folder: Path, start: float) -> int:
    with contextlib.suppress(OSError):
        return sum(path.stat().st_mtime > start for path in folder.glob("*.json"))
    return 0


def hand_in_more(world: World, number: int) -> None:
    for name in ("ann", "bob", "carl", "dora"):
        text = (world.handins / f"{name}.py").read_text("utf-8")
        for copy in "ab":
            (world.handins / f"{name} {number}{copy}.py").write_text(f"# {number}{copy}\n{text}")


def test_kills_at_random_moments_lose_and_double_nothing(world: World) -> None:
    chance = random.Random(SEED)
    shutil.rmtree(world.out)
    shutil.rmtree(world.folder / "cache")  # what mistakes do is found out under fire, too
    known: dict[tuple[str, str], str] = {}
    deaths = 0
    for number, kind in enumerate(DEATHS):
        hand_in_more(world, number)
        deaths += run_with_a_death(world, kind, chance)
        rows = world.rows()
        assert known.items() <= rows.items(), "a grade was lost, or made again"
        known = rows
        shown = {name for name, each in world.results().items() if each["status"] == "graded"}
        assert shown <= {name for name, _ in known}, "a grade was shown before it was safe"
    assert deaths >= len(DEATHS) / 2
    done = world.grade()
    assert done.returncode == 0, done.stderr
    assert known.items() <= world.rows().items()
    calm = World(world.folder / "calm")
    shutil.copytree(world.course, calm.course)
    shutil.copytree(world.handins, calm.handins)
    assert calm.grade().returncode == 0
    assert world.verdicts() == calm.verdicts()
    assert world.table() == calm.table()
    assert world.rows().keys() == calm.rows().keys(), "a grade was doubled"


def workers(sandbox: Sandbox) -> set[int]:
    zygote = sandbox.wait()["pid"]
    return set(map(int, Path(f"/proc/{zygote}/task/{zygote}/children").read_text().split()))


class Unlucky(Grader):
    """Of the workers that it leases, for submissions (``deadly``) or for our own programs
    (``deadly_free``), those of these numbers are killed, from 0."""

    sandbox: Sandbox
    deadly = deadly_free = range(0)
    leased = leased_free = 0
    last_free: set[int]

    def _lease(self) -> Worker:
        before = workers(self.sandbox)
        worker = super()._lease()
        if self.leased in self.deadly:
            kill(workers(self.sandbox) - before)
        self.leased += 1
        return worker

    def _lease_free(self) -> Worker:
        before = workers(self.sandbox)
        worker = super()._lease_free()
        self.last_free = workers(self.sandbox) - before
        if self.leased_free in self.deadly_free:
            kill(self.last_free)
        self.leased_free += 1
        return worker


def kill(processes: set[int]) -> None:
    for each in processes:
        with contextlib.suppress(ProcessLookupError):
            os.kill(each, signal.SIGKILL)


def unlucky(world: World, sandbox: Sandbox) -> Unlucky:
    grader = Unlucky(assignment.load(world.course, None), sandbox.address, 3)
    grader.sandbox = sandbox
    return grader


def grade_of_bob(grader: Grader, world: World) -> Grade:
    try:
        return grade_of("bob", grader, world)
    finally:
        grader.close()


def grade_of(name: str, grader: Grader, world: World) -> Grade:
    given = assignment.load(world.course, None).given
    return grader.grade(submission.read(world.handins / f"{name}.py", name, "tiny", given))


@pytest.fixture
def no_memory(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """What planted mistakes do has to be found out anew."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(world.folder / "empty cache"))


@pytest.mark.usefixtures("no_memory")
@pytest.mark.parametrize(
    ("deadly", "deadly_free"),
    [
        (range(1), range(0)),  # the submission's
        (range(2), range(1)),  # twice, and the solution's
        (range(0), range(2)),
        (range(0), range(1, 3)),  # those of the planted mistakes
    ],
)
def test_who_kills_a_worker_kills_no_grade(
    deadly: range, deadly_free: range, world: World, sandbox: Sandbox
) -> None:
    grader = unlucky(world, sandbox)
    grader.deadly, grader.deadly_free = deadly, deadly_free
    expected = Grade.from_json(world.results()["bob"])
    assert replace(grade_of_bob(grader, world), seconds=0) == replace(expected, seconds=0)
    assert grader.leased > len(deadly)
    assert grader.leased_free > len(deadly_free)


@pytest.mark.usefixtures("no_memory")
def test_who_kills_the_worker_of_our_own_programs_between_two_kills_no_grade(
    world: World, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    grader = unlucky(world, sandbox)
    tried = grader._evidence._try_out

    def try_out(part: str, text: str) -> Fingerprint:
        if grader.leased_free > 1:
            kill(grader.last_free)
        return tried(part, text)

    monkeypatch.setattr(grader._evidence, "_try_out", try_out)
    found = {name: grade_of(name, grader, world).as_json() for name in ("bob", "carl")}
    grader.close()
    assert {name: each | {"seconds": 0} for name, each in found.items()} == {
        name: each for name, each in world.verdicts().items() if name in found
    }
    assert grader.leased_free > 2


def test_a_submission_whose_workers_are_always_killed_from_outside_is_for_staff(
    world: World, sandbox: Sandbox
) -> None:
    grader = unlucky(world, sandbox)
    grader.deadly = range(1000)
    grade = grade_of_bob(grader, world)
    assert grade.status == "error"
    assert "killed from outside" in str(grade.error)


def test_a_worker_that_dies_with_its_zygote_did_not_end_itself() -> None:
    with Sandbox() as sandbox:
        zygote = sandbox.wait()["pid"]
        worker = Worker(sandbox.address, Limits())
        (process,) = workers(sandbox)
        kill({zygote})
        while cmdline(process):
            time.sleep(0.01)
        with pytest.raises(SandboxError, match="the zygote is gone") as caught:
            worker.ask({"op": "reset"})
    assert type(caught.value) is SandboxError


def test_the_end_of_the_zygote_is_no_verdict(world: World) -> None:
    class Orphaned(Unlucky):
        def _lease(self) -> Worker:
            worker = Grader._lease(self)
            kill({self.sandbox.wait()["pid"]})
            return worker

    with Sandbox() as sandbox:
        sandbox.wait()
        grader = Orphaned(assignment.load(world.course, None), sandbox.address, 3)
        grader.sandbox = sandbox
        grade = grade_of_bob(grader, world)
    assert grade.status == "error"
    assert "the zygote is gone" in str(grade.error)


# --- the journal itself ---------------------------------------------------------------------------


def made(name: str, score: float = 1.0, error: str | None = None) -> Grade:
    check = CheckResult("values", "passed", score, 3.0, "half a letter: \ud83d", "visible")
    return Grade("tiny", name, "ab", 7, (PartResult("double_error", (check,)),), error=error)


@pytest.fixture
def tiny(graded: World) -> Assignment:
    return assignment.load(graded.course, None)


def test_a_grade_is_found_by_its_content_alone(tiny: Assignment, tmp_path: Path) -> None:
    with Journal(tmp_path, tiny) as found:
        found.record("c1", made("ann"))
    with Journal(tmp_path, tiny) as found:
        assert found.recall("ann", "c1") == made("ann")
        assert found.recall("ann", "c2") is None
        assert found.recall("bob", "c1") is None


def test_a_grade_that_needs_staff_or_is_of_unknown_content_is_not_used_again(
    tiny: Assignment, tmp_path: Path
) -> None:
    with Journal(tmp_path, tiny) as found:
        found.record("c1", made("ann", error="is empty"))
        found.record("", made("bob"))
        found.record("c3", Unreadable("tiny", "carl", "", 7, error="is empty"))
        assert found.recall("carl", "c3") is not None  # another try would find the same
        assert found.recall("ann", "c1") is None
        assert found.recall("bob", "") is None
        assert found.standing("bob") == made("bob")


def test_an_old_grade_that_is_used_again_is_the_one_that_stands(
    tiny: Assignment, tmp_path: Path
) -> None:
    with Journal(tmp_path, tiny) as found:
        found.record("c1", made("ann", 1.0))
        found.record("c2", made("ann", 2.0))
        assert found.standing("ann") == made("ann", 2.0)
        found.recall("ann", "c1")
        assert found.standing("ann") == made("ann", 1.0)


def test_drafts_stand_when_they_are_published_and_not_before(
    tiny: Assignment, tmp_path: Path
) -> None:
    with Journal(tmp_path, tiny) as found:
        found.record("c1", made("ann", 1.0))
        found.draft("c1", made("ann", 2.0))
        assert found.recall("ann", "c1") == made("ann", 1.0)
    with Journal(tmp_path, tiny) as found:  # as after a kill
        assert found.drafted("ann", "c1") == made("ann", 2.0)
        found.publish([("ann", "c1")])
        assert found.recall("ann", "c1") == made("ann", 2.0)
        assert found.drafted("ann", "c1") is None


def test_names_and_words_of_students_are_data(tiny: Assignment, tmp_path: Path) -> None:
    name = "'; DROP TABLE grades; --"
    with Journal(tmp_path, tiny) as found:
        found.record("'c", made(name))
        assert found.recall(name, "'c") == made(name)


def test_what_was_graded_while_the_assignment_changed_is_not_used_again(
    world: World, tmp_path: Path
) -> None:
    with Journal(tmp_path, assignment.load(world.course, None)) as found:
        found.record("c1", made("ann"))
        assert not found.doubt_changed()
    with Journal(tmp_path, assignment.load(world.course, None)) as found:
        found.record("c1", made("bob"))
        world.edit("course/solutions/tiny/graders/test_tiny.py", CHECK, REVERSED)
        assert found.doubt_changed()
        assert found.recall("bob", "c1") is None
        assert found.recall("ann", "c1") == made("ann")


def test_a_hand_in_that_changed_while_it_was_graded_is_graded_again(
    tiny: Assignment, tmp_path: Path
) -> None:
    hand_ins = [HandIn(name, tmp_path / f"{name}.py") for name in ("ann", "bob")]
    for hand_in in hand_ins:
        hand_in.path.write_text("x = 1")
    with Journal(tmp_path, tiny) as found:
        marking = Round(hand_ins, found, Gradebook(tmp_path), tiny)
        assert marking.waiting == hand_ins
        hand_ins[0].path.write_text("x = 2")
        for hand_in in hand_ins:
            marking.keep(made(hand_in.id))
        assert marking.grades.keys() == {"ann", "bob"}
    for text in ("x = 1", "x = 2"):
        hand_ins[0].path.write_text(text)
        with Journal(tmp_path, tiny) as found:
            marking = Round(hand_ins, found, Gradebook(tmp_path), tiny)
            assert marking.waiting == hand_ins[:1]


def test_what_a_killed_run_has_half_written_is_removed(tiny: Assignment, tmp_path: Path) -> None:
    (tmp_path / "results").mkdir()
    for folder in (tmp_path, tmp_path / "results"):
        (folder / ".writing-0123456789abcdef").write_text('{"schema": 1, "sub')
        (folder / "notes.txt").touch()
    with Journal(tmp_path, tiny) as found:
        Round([], found, Gradebook(tmp_path), tiny)
    names = {path.name for path in tmp_path.rglob("*") if path.is_file()}
    assert names >= {"notes.txt"}
    assert not any(name.startswith(".writing") for name in names)


def test_a_round_keeps_equal_checks_once_and_not_what_programs_printed(
    tiny: Assignment, tmp_path: Path
) -> None:
    """Of ten thousand grades, too, each has to stay in memory until the table is written."""
    hand_ins = [HandIn(name, tmp_path / f"{name}.py") for name in ("ann", "bob")]
    with Journal(tmp_path, tiny) as found:
        marking = Round(hand_ins, found, Gradebook(tmp_path), tiny)
        for hand_in in hand_ins:
            marking.keep(replace(made(hand_in.id), output="talkative\n" * 1000))
        assert marking.grades == {"ann": made("ann"), "bob": made("bob")}
        ann, bob = (marking.grades[name].parts[0].checks for name in ("ann", "bob"))
        assert ann is bob
        assert "talkative" in found.standing("ann").output  # type: ignore[union-attr]
    assert "talkative" in (tmp_path / "results" / "ann.json").read_text()


def test_a_grade_is_shown_when_it_is_safe_and_not_before(tiny: Assignment, tmp_path: Path) -> None:
    (tmp_path / "ann.py").write_text("x = 1")
    with Journal(tmp_path, tiny) as closed:
        marking = Round([HandIn("ann", tmp_path / "ann.py")], closed, Gradebook(tmp_path), tiny)
    with pytest.raises(UsageError):
        marking.keep(made("ann"))
    assert not (tmp_path / "results").exists()
    assert (marking.grades, marking.done) == ({}, 0)


def test_a_regrade_that_was_broken_off_goes_on(tiny: Assignment, tmp_path: Path) -> None:
    hand_ins = [HandIn(name, tmp_path / f"{name}.py") for name in ("ann", "bob", "new")]
    for hand_in in hand_ins:
        hand_in.path.write_text("x = 1")
    with Journal(tmp_path, tiny) as found:
        first = Round(hand_ins[:2], found, Gradebook(tmp_path), tiny)
        first.keep(made("ann", 1.0))
        first.keep(made("bob", 1.0))
    with Journal(tmp_path, tiny) as found:
        broken_off = Regrade(hand_ins, found, Gradebook(tmp_path), tiny)
        assert broken_off.waiting == hand_ins
        broken_off.keep(made("ann", 2.0))
        broken_off.keep(made("new", 3.0))  # it has no grade that could change
    asked: list[Change] = []

    def approve(changes: Sequence[Change]) -> bool:
        asked.extend(changes)
        return True

    with Journal(tmp_path, tiny) as found:
        marking = Regrade(hand_ins, found, Gradebook(tmp_path), tiny)
        assert marking.waiting == hand_ins[1:]
        assert marking.grades["ann"] == made("ann", 1.0)
        marking.keep(made("bob", 1.0))
        marking.keep(made("new", 3.0))
        marking.finish(pytest.fail, approve)
    assert [(change.old.score, change.new.score) for change in asked] == [(1.0, 2.0)]
    assert {name: grade.score for name, grade in marking.grades.items()} == {
        "ann": 2.0,
        "bob": 1.0,
        "new": 3.0,
    }


# --- what a grade depends on ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "matters"),
    [
        ("assignments/tiny/assignment.toml", False),  # what it says counts: see below
        ("assignments/tiny/tiny.py", True),
        ("assignments/tiny/tiny.ipynb", True),
        ("solutions/tiny/master.py", True),
        ("solutions/tiny/quiz.toml", True),
        ("solutions/tiny/graders/test_tiny.py", True),
        ("solutions/tiny/graders/inputs.csv", True),
        ("solutions/tiny/graders/figures.py", True),
        ("solutions/tiny/mistakes/double_is_single.py", True),
        ("solutions/tiny/variants/other_sign.py", True),
        ("solutions/tiny/graders/__pycache__/test_tiny.pyc", False),
        ("assignments/tiny/README.md", False),
        ("assignments/tiny/quiz.md", False),
    ],
)
def test_a_grade_depends_on_what_grades_and_on_nothing_else(
    name: str, matters: bool, world: World
) -> None:
    tiny = assignment.load(world.course, None)
    before = identity.of_grades(tiny)
    path = world.course / name
    path.parent.mkdir(exist_ok=True)
    with path.open("a") as file:
        file.write("\n")
    assert (identity.of_grades(tiny) != before) is matters


@pytest.mark.parametrize(
    ("old", "new", "matters"),
    [
        ("schema = 1", "schema = 1  # the first", False),
        ("schema = 1", "schema = 1\ndeadline = 2026-12-01T23:59:00+01:00", False),
        (
            "schema = 1",
            "schema = 1\ndeadline = 2026-12-01T23:59:00Z\nlate = {penalty_per_day = 0.1}",
            False,
        ),
        ("values = 2", "values = 3", True),
        ("shape = 1", "shape = 1.5", True),
        ("schema = 1", "schema = ", True),  # somebody is at it
    ],
)
def test_of_its_settings_a_grade_depends_on_all_but_when_it_is_due(
    old: str, new: str, matters: bool, world: World
) -> None:
    tiny = assignment.load(world.course, None)
    before = identity.of_grades(tiny), identity.of_answers(tiny)
    path = world.course / "assignments" / "tiny" / "assignment.toml"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")
    after = identity.of_grades(tiny), identity.of_answers(tiny)
    assert [one != other for one, other in zip(before, after, strict=True)] == [matters] * 2


def test_what_a_mistake_answers_does_not_depend_on_what_is_drawn_of_it(world: World) -> None:
    tiny = assignment.load(world.course, None)
    before = identity.of_answers(tiny)
    (tiny.graders / "figures.py").write_text("figures = None\n")
    assert identity.of_answers(tiny) == before
    (tiny.graders / "helper.py").write_text("figures = None\n")
    assert identity.of_answers(tiny) != before


def test_a_grade_does_not_depend_on_where_the_course_is(world: World, graded: World) -> None:
    here, there = (assignment.load(each.course, None) for each in (world, graded))
    assert identity.of_grades(here) == identity.of_grades(there)


def test_a_hand_in_is_every_name_and_byte_that_is_read_of_it(tmp_path: Path) -> None:
    folder = tmp_path / "ann"
    folder.mkdir()
    (folder / "tiny.py").write_text("x = 1")
    seen = [submission.digest(folder)]
    (folder / ".DS_Store").write_text("clutter")
    (folder / "notes.txt").write_text("not gradable")
    assert submission.digest(folder) == seen[0]
    for change in (
        lambda: (folder / "tiny.py").write_text("x = 2"),
        lambda: (folder / "tiny.py").rename(folder / "mine.py"),
        lambda: (folder / "more.ipynb").write_text("{}"),
        lambda: (folder / "more.zip").write_bytes(b"PK"),
    ):
        change()
        seen.append(submission.digest(folder))
    assert len(set(seen)) == len(seen)


def test_what_can_not_be_read_has_no_digest(tmp_path: Path) -> None:
    (tmp_path / "real.py").write_text("x = 1")
    (tmp_path / "link.py").symlink_to(tmp_path / "real.py")
    os.mkfifo(tmp_path / "pipe.py")
    with (tmp_path / "huge.py").open("wb") as file:
        file.truncate(disk.MAX_BYTES + 1)
    for name in ("link.py", "pipe.py", "huge.py", "nowhere.py"):
        with pytest.raises(SubmissionError):
            submission.digest(tmp_path / name)


def test_a_folder_that_can_not_be_made_is_one_line(tiny: Assignment, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(UsageError, match="can't open"):
        Journal(tmp_path / "file" / "out", tiny)


def test_no_class_is_graded_again_for_a_change_of_the_exports(tmp_path: Path) -> None:
    engine = tmp_path / "autograder"
    shutil.copytree(COURSE / "autograder", engine, ignore=shutil.ignore_patterns("__pycache__"))

    def identified() -> str:
        said = "from autograder import identity; print(identity.of_engine())"
        command = [sys.executable, "-c", said]
        return subprocess.run(
            command, cwd=tmp_path, capture_output=True, text=True, check=True
        ).stdout

    before = identified()
    for file, same in (("exports/late.py", True), ("checks.py", False)):
        with (engine / file).open("a") as code:
            code.write("\n")
        assert (identified() == before) is same
