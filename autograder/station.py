"""What a worker machine of a cluster grades with: the assignment, grader processes, a zygote.

It knows nothing of the cluster. A ``Station`` is one process's; all stations of a machine and a
run share one zygote (``Machine``), which the first of them starts. When that one ends, its zygote
does, and another station starts the next.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import stat
import tempfile
from collections.abc import Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from threading import Lock, Timer
from time import sleep

from autograder import assignment as assignments
from autograder import identity
from autograder.assignment import Assignment
from autograder.classroom import Bench, check_walls
from autograder.disk import is_clutter
from autograder.errors import ClusterError, SandboxError
from autograder.files import remove_tree, write_atomically
from autograder.isolation import Isolation, Level
from autograder.parcel import Parcel
from autograder.result import Grade, Unreadable
from autograder.sandbox import Sandbox, answers

IDLE_SECONDS = 600.0
"""A station that is asked nothing for so long gives back what it holds, until it is asked again."""
GONE = "this worker is being shut down"
ATTEMPTS = 3
"""Zygotes that a hand-in is tried with: one ends with the station that has started it."""


@dataclass(frozen=True)
class Order:
    """What a run grades, and how: all that a machine without the course has to know.

    ``run`` names the run, ``files`` are the assignment's by their path in the course, ``engine``
    and ``digest`` are what the machine that asks grades with.
    """

    run: str
    slug: str
    seed: int
    isolation: str
    engine: Mapping[str, str]
    digest: str
    files: Mapping[str, bytes]


def order(run: str, assignment: Assignment, seed: int, isolation: Level) -> Order:
    """The order to grade as this machine does. Raises AssignmentError."""
    digest = identity.of_grades(assignment)
    files = {
        f"{kind}/{assignment.slug}/{path.relative_to(folder)}": path.read_bytes()
        for kind, folder in (("assignments", assignment.public), ("solutions", assignment.private))
        for path in folder.rglob("*")
        if path.is_file() and not any(map(is_clutter, path.relative_to(folder).parts))
    }
    engine = identity.of_engine()
    return Order(run, assignment.slug, seed, isolation.value, engine, digest, files)


class Station:
    """Grades parcels, as many at a time as it is asked by threads. ``exposure`` is a line for
    staff if student code can't be locked in here and that is accepted."""

    exposure: str | None = None

    def __init__(self, order: Order, folder: Path, jobs: int) -> None:
        """``folder`` is where the assignment may be kept, in a folder of its own."""
        self._order = order
        self._folder = folder
        self._jobs = jobs
        self._machine = Machine(order.run)
        self._lock = Lock()
        self._course: Path | None = None
        self._found: tuple[Bench, ProcessPoolExecutor] | None = None
        self._busy = 0
        self._rest = Timer(0, self._clear)

    def open(self) -> None:
        """Get ready. Raises ClusterError if this machine would grade otherwise than the one that
        asks, IsolationError, SandboxError, and OSError for a disk that is full."""
        with self._in_use():
            pass

    def grade(self, parcel: Parcel) -> Grade:
        """The grade of a parcel; an ``error`` for what can't be graded. Raises what ``open``
        does, and SandboxError if the station is closed meanwhile."""
        with self._in_use():
            for _ in range(ATTEMPTS):
                zygote = self._machine.zygote()
                grade = self._graded(parcel, zygote.address)
                is_certain = grade.error is None or isinstance(grade, Unreadable)
                if is_certain or (zygote.answers() and not self.is_closed):
                    break
        if self.is_closed and not is_certain:
            raise SandboxError(GONE)
        return grade

    @property
    def is_closed(self) -> bool:
        """Whether what fails here may do so because the worker ends."""
        return self._machine.is_closed

    def close(self) -> None:
        """End what was started here, for good; what is being graded is not waited for."""
        self._machine.close()
        self._rest.cancel()
        with self._lock:
            self._clear()

    @contextlib.contextmanager
    def _in_use(self) -> Iterator[None]:
        """Ready while it is, and for a while after: whoever asked may be gone without a word."""
        with self._lock:
            self._rest.cancel()
            if self._course is None:
                self._set_up()
            self._busy += 1
        try:
            yield
        finally:
            with self._lock:
                self._busy -= 1
                if not self._busy and self._course is not None:
                    self._rest = Timer(IDLE_SECONDS, self._clear_if_idle)
                    self._rest.daemon = True
                    self._rest.start()

    def _clear_if_idle(self) -> None:
        with self._lock:
            if not self._busy:
                self._clear()

    def _set_up(self) -> None:
        _compare(self._order.engine, identity.of_engine())
        self._course = Path(tempfile.mkdtemp(prefix="course-", dir=self._folder))  # 0700
        try:
            self._unpack(self._course)
            zygote = self._machine.zygote()
            level = Level(self._order.isolation)
            check_walls(zygote.isolation, level, self._assignment, self._expose)
        except BaseException:
            self._clear()
            raise

    def _unpack(self, course: Path) -> None:
        for name, content in self._order.files.items():
            path = course / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        self._assignment = assignments.load(course, self._order.slug)
        if identity.of_grades(self._assignment) != self._order.digest:
            raise ClusterError("the assignment changed while it was sent; run the command again")

    def _expose(self, line: str) -> None:
        self.exposure = line

    def _graded(self, parcel: Parcel, address: str) -> Grade:
        bench, pool = self._pool(address)
        try:
            return bench.submit(pool, parcel).result()
        except RuntimeError:  # it broke, or another thread has given it up
            self._drop(pool)
            if self.is_closed:
                raise SandboxError(GONE) from None
            return bench.alone(parcel)

    def _pool(self, address: str) -> tuple[Bench, ProcessPoolExecutor]:
        """Grader processes that lease from this zygote: another one is met by others."""
        with self._lock:
            if self._course is None:
                raise SandboxError(GONE)
            if self._found is None or self._found[0].address != address:
                if self._found is not None:
                    self._found[1].shutdown(wait=False)
                bench = Bench(self._course, self._assignment, address, self._order.seed)
                self._found = bench, bench.pool(self._jobs)
            return self._found

    def _drop(self, pool: ProcessPoolExecutor) -> None:
        with self._lock:
            if self._found is not None and self._found[1] is pool:
                self._found = None
        pool.shutdown(wait=False)

    def _clear(self) -> None:
        if self._found is not None:
            self._found[1].shutdown(wait=False, cancel_futures=True)
        self._machine.leave()
        if self._course is not None:
            remove_tree(self._course)
        self._found = self._course = None


def _compare(there: Mapping[str, str], here: Mapping[str, str]) -> None:
    there, here = ({**dict.fromkeys({**there, **here}, "none"), **each} for each in (there, here))
    names = [name for name in there if there[name] != here[name]]
    if names:
        said = "; ".join(f"{n} is {here[n]:.12}, expected {there[n]:.12}" for n in names)
        raise ClusterError(f"it would grade differently: {said}; install the same on all machines")


@dataclass(frozen=True)
class Zygote:
    """One that a station of this machine has started."""

    address: str
    isolation: Isolation

    def answers(self) -> bool:
        """Whether it is there."""
        return answers(self.address)


class Machine:
    """The zygote that a run has on this machine, shared by way of a folder that only this user
    can enter. Whoever holds its lock has started the zygote."""

    def __init__(self, run: str) -> None:
        self._folder = Path(tempfile.gettempdir(), f"autograder-{os.getuid()}-{run}")
        self._report = self._folder / "zygote.json"
        self._thread = Lock()
        self.is_closed = False
        self._held: int | None = None
        self._sandbox: Sandbox | None = None

    def zygote(self) -> Zygote:
        """The one that is running, started if there is none. Raises SandboxError."""
        with self._thread:
            while not self.is_closed:
                found = self._told()
                if found is not None and found.answers():
                    return found
                if self._leads():
                    self._start()
                else:
                    sleep(0.1)  # another station is about to
        raise SandboxError(GONE)

    def _told(self) -> Zygote | None:
        try:
            report = json.loads(self._report.read_text("utf-8"))
        except (OSError, ValueError):
            return None
        return Zygote(report["address"], Isolation(report["layers"]))

    def _leads(self) -> bool:
        """Whether it is this station that starts the zygote, from now on if it can be."""
        if self._held is None:
            self._held = self._locked()
        return self._held is not None

    def _locked(self) -> int | None:
        """A descriptor of the lock, None if another station holds it."""
        try:
            with contextlib.suppress(FileExistsError):
                self._folder.mkdir(mode=0o700)
            self._check_owner()
            lock = os.open(self._folder / "lock", os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
        except FileNotFoundError:  # it is just being removed
            return None
        with contextlib.suppress(BlockingIOError, FileNotFoundError):
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            # whoever held it may have removed it before it gave it up
            if os.path.samestat(os.fstat(lock), (self._folder / "lock").stat()):
                return lock
        os.close(lock)
        return None

    def _check_owner(self) -> None:
        found = self._folder.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid() or found.st_mode & 0o077:
            raise SandboxError(f"{self._folder} is somebody else's; remove it and try again")

    def _start(self) -> None:
        if self._sandbox is not None:
            self._sandbox.close()
        self._sandbox = Sandbox()
        self._sandbox.wait()
        layers = dict(self._sandbox.isolation().layers)
        write_atomically(
            self._report, json.dumps({"address": self._sandbox.address, "layers": layers})
        )

    def leave(self) -> None:
        """Leave the zygote to the other stations; one that was started here ends."""
        with self._thread:
            if self._sandbox is not None:
                self._sandbox.close()
            if self._held is not None:
                remove_tree(self._folder)
                os.close(self._held)
            self._held = self._sandbox = None

    def close(self) -> None:
        """``leave``, and let nobody here come back."""
        self.is_closed = True
        self.leave()
