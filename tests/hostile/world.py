"""What the attacks are let loose in: a course full of canaries, and baits all over the machine.

Every bait is as open as it can be made (any user may read it, connect to it, attach it), so that
the engine alone is what stands between it and an attack. Linux only.
"""

from __future__ import annotations

import contextlib
import ctypes
import hashlib
import os
import re
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic, sleep

from autograder import linux
from autograder.zygote import FIRST_UID, UIDS
from tests import ordinary_user
from tests.conftest import COURSE

BUDGET = {"cell": 2, "training": 1, "loading": 8, "request": 4, "total": 14}
"""Seconds, as in assignment.toml; short, for the attacks that use them up."""
PRIVATE = ("master.py", "quiz.toml", "graders/test_losses.py")
SECRET = secrets.token_hex(12)
"""In every canary; one for all worlds, so that what the mistakes do is found out for all at once."""
BAIT = "autograder-bait-"
BAIT_KEYS = range(0x60D0000, 0x60E0000)
CALLING_CARD = "hostile-was-here"
"""How the file is called that an attack makes where it should not be able to."""
STRANGERS = {ordinary_user.UID, *range(FIRST_UID, FIRST_UID + UIDS)}
"""Users that own nothing on this machine unless a run leaves it behind."""


@dataclass(frozen=True)
class Run:
    """What a run of the command gave: its results, what it printed, what it left behind."""

    out: Path
    printed: str
    exit: int
    left_behind: tuple[str, ...]


@dataclass
class World:
    """A course and its baits, for the user ``uid``."""

    uid: int
    folder: Path
    token: str = field(default_factory=lambda: secrets.token_hex(12))
    placeholders: dict[str, str] = field(default_factory=dict)
    servers: list[Server] = field(default_factory=list)
    bystander: subprocess.Popen[bytes] | None = None

    @property
    def course(self) -> Path:
        return self.folder / "course"

    @property
    def temporary(self) -> Path:
        """The temporary folder of the run itself."""
        return self.folder / "tmp"

    def canary(self, place: str) -> str:
        return f"canary-{SECRET}-{place}"

    def make_folder(self, name: str) -> Path:
        """A folder of the world that its user may write to."""
        made = self.folder / name
        made.mkdir()
        os.chown(made, self.uid, self.uid)
        return made

    def grade(self, *folders: Path) -> Run:
        """The real ``autograder grade`` of ``folders``, with this course, as this user."""
        out = self.make_folder("out")
        arguments = [*folders, "-a", "custom_losses", "-o", out]
        arguments += ["--course", self.course, "--seed", 7]
        with _adopting() as orphans:
            before = self._traces()
            done = subprocess.run(
                [*self._command(), "grade", *map(str, arguments)],
                cwd=COURSE,
                env=self._environment(),
                capture_output=True,
                check=False,
                timeout=1500,
            )
            left = [*orphans(), *sorted(self._traces() - before)]
        printed = (done.stdout + done.stderr).decode(errors="replace")
        return Run(out, printed, done.returncode, tuple(left))

    def reached(self) -> list[str]:
        """The servers that somebody connected to."""
        return [server.name for server in self.servers if server.connections]

    def _command(self) -> list[str]:
        mine = self.uid == os.geteuid()
        return [sys.executable, "-m", *(["autograder"] if mine else ["tests.ordinary_user", "--"])]

    def _environment(self) -> dict[str, str]:
        canary = self.canary("environment")
        temporary = str(self.temporary)
        return {
            **os.environ,
            "COLUMNS": "120",
            "PYTHONDONTWRITEBYTECODE": "1",  # the graders' bytecode would be a trace
            "TMPDIR": temporary,
            "AUTOGRADER_CANARY": canary,
        }

    def _traces(self) -> set[str]:
        """All that a run could change: a set before it, compared with one after it."""
        course = (path for path in self.course.rglob("*") if path.is_file())
        digests = {f"{path} {hashlib.sha256(path.read_bytes()).hexdigest()}" for path in course}
        return {*digests, *map(str, self.temporary.rglob("*")), *_shared_memory(), *_strays(self)}


def _shared_memory() -> Iterator[str]:
    """What processes share by name, but for the baits of another run of this suite and what a
    living process holds: the run's are gone."""
    for path in Path("/proc/sysvipc").iterdir():
        keys = (int(line.split()[0]) for line in path.read_text().splitlines()[1:])
        yield from (f"{path.name} {key:#x}" for key in keys if key not in BAIT_KEYS)
    lines = Path("/proc/net/unix").read_text(errors="replace").splitlines()
    abstract = (line.split()[-1] for line in lines)
    yield from (f"socket {name}" for name in abstract if name.startswith("@") and BAIT not in name)
    files = (path for path in Path("/dev/shm").iterdir() if BAIT not in path.name)
    yield from (str(path) for path in files if not _is_held(path) and path.exists())


def _is_held(path: Path) -> bool:
    """Whether a living process has mapped the file; by its inode, for semaphores are renamed."""
    with contextlib.suppress(FileNotFoundError):
        mapped = re.compile(rf" {path.stat().st_ino} +/dev/shm/")
        for maps in Path("/proc").glob("[0-9]*/maps"):
            with contextlib.suppress(OSError):  # ended meanwhile, or another user's
                if mapped.search(maps.read_text()):
                    return True
    return False


def _strays(world: World) -> Iterator[str]:
    """Files that an attack made in a place that it should not reach."""
    shared = map(Path, ("/", "/tmp", "/var/tmp", "/dev/shm"))
    for folder in {*shared, Path.home(), COURSE, world.folder}:
        with contextlib.suppress(PermissionError):
            yield from (str(path) for path in folder.iterdir() if _is_stray(path))


def _is_stray(path: Path) -> bool:
    try:
        card = path.name.startswith(CALLING_CARD)
        return card or path.lstat().st_uid in STRANGERS - {os.geteuid()}
    except FileNotFoundError:  # another program's, that was just removed
        return False


# --- processes -----------------------------------------------------------------------------------


@contextlib.contextmanager
def _adopting() -> Iterator[Callable[[], list[str]]]:
    """While this lasts, whatever process a run leaves behind becomes a child of this one.

    Gives a function that tells those which are still alive, after a moment of grace.
    """
    before = set(_children(os.getpid()))
    linux.prctl(linux.PR_SET_CHILD_SUBREAPER, 1)
    try:
        yield lambda: _survivors(before)
    finally:
        linux.prctl(linux.PR_SET_CHILD_SUBREAPER, 0)


def _survivors(known: set[int]) -> list[str]:
    end = monotonic() + 5
    while alive := [pid for pid in _children(os.getpid()) if pid not in known and not _reaped(pid)]:
        if monotonic() > end:
            break
        sleep(0.05)
    return [f"process {pid}: {_command_line(pid)}" for pid in alive]


def _reaped(pid: int) -> bool:
    return os.waitpid(pid, os.WNOHANG)[0] == pid


def _children(pid: int) -> list[int]:
    """Of every thread of the process."""
    tasks = Path(f"/proc/{pid}/task").glob("*/children")
    return [int(child) for task in tasks for child in task.read_text().split()]


def _command_line(pid: int) -> str:
    return Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ").strip()


# --- making one ----------------------------------------------------------------------------------


@contextlib.contextmanager
def make(uid: int) -> Iterator[World]:
    """A world for ``uid``, gone afterwards."""
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="hostile-")))
        folder.chmod(0o755)
        world = World(uid, folder)
        world.make_folder("tmp")
        _copy_course(world)
        world.placeholders |= {
            "COURSE": str(world.course),
            "SECRET": str(_secret_file(world)),
            "DEVSHM": stack.enter_context(_file_in_dev_shm(world)),
            "SHM": str(stack.enter_context(_segment(world.canary("segment")))),
            **stack.enter_context(_servers(world)),
            "PID": str(stack.enter_context(_bystander(world))),
        }
        yield world


def _copy_course(world: World) -> None:
    for name in ("assignments", "solutions"):
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(COURSE / name, world.course / name, ignore=ignored)
    for path in (world.course, *world.course.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)
        os.chown(path, world.uid, world.uid)
    for name in PRIVATE:
        path = world.course / "solutions" / "custom_losses" / name
        path.write_text(f"# {world.canary(path.stem)}\n{path.read_text('utf-8')}", "utf-8")
    settings = world.course / "assignments" / "custom_losses" / "assignment.toml"
    settings.write_text(_with_budget(settings.read_text("utf-8")), "utf-8")


def _with_budget(text: str) -> str:
    for name, seconds in BUDGET.items():
        text, count = re.subn(rf"(?m)^{name} = .*$", f"{name} = {seconds}", text)
        assert count == 1, f"assignment.toml has no budget {name}"
    return text


def _secret_file(world: World) -> Path:
    path = world.folder / "secret.txt"
    path.write_text(world.canary("secret") + "\n")
    path.chmod(0o644)
    return path


@contextlib.contextmanager
def _file_in_dev_shm(world: World) -> Iterator[str]:
    path = Path("/dev/shm", BAIT + world.token[:8])
    path.write_text(world.canary("dev-shm") + "\n")
    path.chmod(0o666)
    try:
        yield path.name
    finally:
        path.unlink()


@contextlib.contextmanager
def _segment(canary: str) -> Iterator[int]:
    """The key of a System V shared memory segment that holds ``canary``."""
    create, remove = 0o3666, 0  # IPC_CREAT | IPC_EXCL | 0666, IPC_RMID
    libc = ctypes.CDLL(None, use_errno=True)
    libc.shmat.restype = ctypes.c_void_p
    key = secrets.choice(BAIT_KEYS)
    segment = libc.shmget(key, ctypes.c_size_t(4096), create)
    assert segment >= 0, os.strerror(ctypes.get_errno())
    address = libc.shmat(segment, None, 0)
    ctypes.memmove(address, canary.encode(), len(canary))
    libc.shmdt(ctypes.c_void_p(address))
    try:
        yield key
    finally:
        libc.shmctl(segment, remove, None)


@contextlib.contextmanager
def _bystander(world: World) -> Iterator[int]:
    """A process of the same user with canaries in its arguments, environment and memory."""
    process = subprocess.Popen(
        ["/bin/sh", "-c", "read kept; echo ready; read forever", world.canary("argv")],
        env={"BYSTANDER": world.canary("process-environment")},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd="/",
        user=world.uid,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    with process:
        process.stdin.write(world.canary("memory").encode() + b"\n")
        process.stdin.flush()
        assert process.stdout.readline() == b"ready\n"
        world.bystander = process
        yield process.pid  # it ends with its standard input


# --- servers -------------------------------------------------------------------------------------


class Server:
    """Listens, counts who connects, and answers with a canary."""

    def __init__(self, name: str, listener: socket.socket, canary: str) -> None:
        self.name = name
        self.connections = 0
        self._listener = listener
        self._canary = canary.encode()
        listener.listen()
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        with contextlib.suppress(OSError):  # closed, at the end
            while True:
                connection, _ = self._listener.accept()
                self.connections += 1
                with contextlib.suppress(OSError), connection:
                    connection.sendall(self._canary)

    def close(self) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)  # wakes the thread, which `close` would not
        self._listener.close()


@contextlib.contextmanager
def _servers(world: World) -> Iterator[Mapping[str, str]]:
    """The placeholders of a TCP, a Unix and an abstract server."""
    internet = socket.socket()
    internet.bind(("127.0.0.1", 0))
    path, abstract = str(world.folder / "server.sock"), BAIT + world.token[:8]
    unix = socket.socket(socket.AF_UNIX)
    unix.bind(path)
    Path(path).chmod(0o777)
    hidden = socket.socket(socket.AF_UNIX)
    hidden.bind(f"\0{abstract}")
    named = {"PORT": internet, "SOCKET": unix, "ABSTRACT": hidden}
    for name, listener in named.items():
        world.servers.append(Server(name, listener, world.canary(name.lower())))
    yield {"PORT": str(internet.getsockname()[1]), "SOCKET": path, "ABSTRACT": abstract}
    for server in world.servers:
        server.close()
