"""What keeps student code in, in words: the layers, what is open without one, how to get it.

A machine's isolation is what its zygote and a probe worker report (``Isolation.layers``). A
level names how much of it a caller insists on.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from autograder.errors import IsolationError
from autograder.jail import ACTIVE, NOT_HERE


@dataclass(frozen=True)
class Layer:
    """One wall round a worker. ``without`` is what stays open if it is missing, ``remedy`` how
    to get it."""

    name: str
    does: str
    without: str
    remedy: str


_NAMESPACES = (
    "run as root, or allow user namespaces: sysctl user.max_user_namespaces (not 0), "
    "kernel.unprivileged_userns_clone=1 (Debian), kernel.apparmor_restrict_unprivileged_userns=0 "
    "(Ubuntu); in Docker: --cap-add SYS_ADMIN --security-opt seccomp=unconfined "
    "--security-opt apparmor=unconfined --security-opt systempaths=unconfined"
)

LAYERS = (
    Layer(
        "view",
        "a root folder with Python and the system's libraries in it, and nothing else",
        "names, sizes and dates of files can be asked for; without landlock, contents too",
        _NAMESPACES,
    ),
    Layer(
        "processes",
        "process 1 of a process table that holds nobody else",
        "the process table can be counted; without landlock, command lines can be read",
        _NAMESPACES,
    ),
    Layer(
        "scratch",
        "a scratch folder of 64 MB that exists for this worker alone",
        "a scratch folder on disk, without a limit on its size; removed when the worker ends",
        _NAMESPACES,
    ),
    Layer(
        "network",
        "no network device, no shared memory, semaphores or abstract sockets of others",
        "without seccomp, whatever this machine can connect to",
        _NAMESPACES,
    ),
    Layer(
        "limits",
        "memory, processor time, threads, file size, open files; one core each",
        "a hand-in can use up the machine",
        "a system with setrlimit: Linux, or macOS for all but memory",
    ),
    Layer(
        "landlock",
        "no file but those of the view can be opened, none outside scratch written",
        "without the view, whatever this user can read: solutions, keys, other hand-ins",
        "Linux 5.13 or later with landlock among the names in /sys/kernel/security/lsm "
        "(kernel parameter lsm=landlock,...)",
    ),
    Layer(
        "user",
        "a user that owns nothing (as root), no capabilities, memory closed to debuggers",
        "as root: files that belong to root; else: nothing more than the other layers leave",
        "let other users walk through the folders above Python: chmod o+x, or install it "
        "outside /root",
    ),
    Layer(
        "seccomp",
        "a short list of system calls: no sockets, no processes, no debugging, no mounting",
        "processes can be started, and with network missing, connections made",
        "Linux on x86_64 or aarch64 with CONFIG_SECCOMP_FILTER",
    ),
)


class Level(StrEnum):
    """How much isolation a caller insists on."""

    NONE = "none"
    """Grade all the same, with a warning."""
    FILES = "files"
    """Student code can't open the course, or any file of this user: a view, or Landlock."""
    FULL = "full"
    """Every layer."""


@dataclass(frozen=True)
class Isolation:
    """What is active on this machine: ``{layer: "active" or why it is not}``."""

    layers: Mapping[str, str]

    def state(self, layer: Layer) -> str:
        """``active``, or why it is not."""
        return self.layers.get(layer.name, NOT_HERE)

    @property
    def missing(self) -> list[Layer]:
        return [layer for layer in LAYERS if self.state(layer) != ACTIVE]

    @property
    def level(self) -> Level:
        """The highest level that this machine reaches."""
        missing = {layer.name for layer in self.missing}
        if not missing:
            return Level.FULL
        return Level.NONE if {"view", "landlock"} <= missing else Level.FILES

    @property
    def exposure(self) -> str | None:
        """What student code could reach here, None if it can't open this user's files."""
        if self.level != Level.NONE:
            return None
        reasons = [layer for layer in LAYERS if layer.name in ("view", "landlock")]
        said = "; ".join(f"{layer.name}: {self.state(layer)}" for layer in reasons)
        return f"student code can read and change this user's files, solutions included ({said})"

    def insist(self, required: Level) -> None:
        """Raises IsolationError if ``required`` is more than this machine reaches."""
        order = list(Level)
        if order.index(self.level) >= order.index(required):
            return
        said = "; ".join(f"{layer.name}: {self.state(layer)}" for layer in self.missing)
        raise IsolationError(
            f"isolation level {required.value!r} was required, this machine reaches "
            f"{self.level.value!r} ({said}); autograder doctor says how to get the rest"
        )
