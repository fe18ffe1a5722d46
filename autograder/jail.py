"""What a worker is locked in with, layer by layer (Linux; elsewhere: limits only).

``enter_view`` is called once, by the zygote: a root folder that holds nothing but the Python
installation, the system's libraries and an empty scratch folder. ``confine`` is called in each
forked worker before it reads its first byte of student code. Every layer that the platform
refuses is reported by name and reason (see ``isolation.LAYERS``); the caller decides what it
can do without.
"""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
import resource
import socket
import sys
import sysconfig
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from autograder import landlock, linux, seccomp
from autograder.linux import is_linux

SCRATCH = "/autograder-scratch"
"""The scratch folder inside the view. Not /tmp: the Python prefix may be below that."""
CHANNEL, PARENT = 3, 4
"""A worker's descriptors: its channel, and its parent until it is locked in."""
ACTIVE = "active"
NOT_HERE = "not on this platform"


@dataclass(frozen=True)
class Policy:
    """How a worker is limited. ``uid`` is the user it becomes, 0 if the zygote's root can't become
    another; ``cores`` are the processor cores it may run on."""

    readable: tuple[str, ...]
    scratch: str
    uid: int
    cores: frozenset[int]
    memory_mb: int
    cpu_seconds: int
    file_mb: int = 16
    scratch_mb: int = 64
    descriptors: int = 128
    threads: int = 128


@dataclass(frozen=True)
class Birth:
    """How workers are forked: by whom, into which namespaces, and why into none if that is so."""

    user: tuple[int, int]
    namespaces: int
    state: str


# --- the view: once, in the zygote ---------------------------------------------------------


def enter_view(readable: Iterable[str], stage: str) -> None:
    """Make a root folder of ``readable`` (read-only) and a scratch folder, and move into it.

    ``stage`` is an empty folder to build it on. Everything else of the machine's files, the
    course among them, is then not there to be found. Raises OSError where the kernel or a
    container forbids mounting, ValueError where its calls are not known.
    """
    linux.unshare(linux.NEWNS)
    linux.mount(None, "/", None, linux.MS_REC | linux.MS_PRIVATE)
    linux.mount("tmpfs", stage, "tmpfs", linux.MS_NOSUID | linux.MS_NODEV, "mode=0755")
    for path in readable:
        _show(path, stage)
    (Path(stage) / SCRATCH.lstrip("/")).mkdir()
    if not Path(stage, "tmp").exists():
        Path(stage, "tmp").symlink_to(SCRATCH)  # for code that spells it out
    old = Path(stage, ".old")
    old.mkdir()
    linux.pivot_root(stage, str(old))
    Path("/.old").rmdir()
    _make_read_only("/")


def _make_read_only(path: str) -> None:
    flags = linux.MS_RDONLY | linux.MS_NOSUID | linux.MS_NODEV
    linux.mount(None, path, None, linux.MS_REMOUNT | linux.MS_BIND | flags)


def _show(path: str, stage: str) -> None:
    """Bind ``path`` to the same name below ``stage``; a link is made again as a link."""
    source, target = Path(path), Path(stage + path)
    if not os.path.lexists(source) or os.path.lexists(target):
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    if source.is_symlink():
        target.symlink_to(source.readlink())
        return
    if source.is_dir():
        target.mkdir()
    else:
        target.touch()
    linux.mount(path, str(target), None, linux.MS_BIND | linux.MS_REC)
    if not path.startswith(("/dev/", "/proc")):
        _make_read_only(str(target))


def refused(action: Callable[[], None], namespaces: int = 0) -> str | None:
    """Why ``action`` would fail here, None if it would not: tried in a child that ends with it.

    A half-made view could not be left again by the process that began it.
    """
    try:
        pid = linux.fork(namespaces) if namespaces else os.fork()
    except (OSError, ValueError) as error:
        return f"{type(error).__name__}: {error}"
    if pid == 0:
        try:
            action()
        except OSError as error:
            os._exit(error.errno or errno.EIO)
        except BaseException:  # noqa: BLE001 - nothing of the zygote may run on in a child
            os._exit(errno.ENOSYS)
        os._exit(0)
    code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    if code == 0:
        return None
    found = OSError(abs(code), os.strerror(abs(code)))  # the class follows from the number
    return f"{type(found).__name__}: {found}"


def birth() -> Birth:
    """How workers can be forked here: as process 1 of a namespace of their own, if at all."""
    user = (os.geteuid(), os.getegid())
    reason = None if is_linux() else NOT_HERE
    # root makes a user of each worker by the number it drops to, others by a namespace
    namespaces = linux.NEWPID if user[0] == 0 else linux.NEWPID | linux.NEWUSER
    found = Birth(user, namespaces, ACTIVE)
    reason = reason or refused(lambda: _own_processes(found), namespaces)
    return Birth(user, 0, reason) if reason else found


def _own_processes(birth: Birth) -> None:
    """In a child that was born so: a /proc that shows its own processes."""
    if birth.namespaces & linux.NEWUSER:
        linux.prctl(linux.PR_SET_DUMPABLE, 1)  # else uid_map can't be written
        linux.map_user(*birth.user)
    linux.unshare(linux.NEWNS)
    linux.mount(None, "/", None, linux.MS_REC | linux.MS_PRIVATE)
    flags = linux.MS_NOSUID | linux.MS_NODEV | linux.MS_NOEXEC
    linux.mount("proc", "/proc", "proc", flags)


# --- the worker's own walls: in each child ---------------------------------------------------


def confine(policy: Policy, parent: int, birth: Birth) -> dict[str, str]:
    """Lock the calling process in; returns ``{layer: "active" or why it is not}``.

    ``parent`` is the zygote's process id; ``PARENT`` a descriptor of it, if it has one. The
    order matters: a mount needs the privileges that the later layers give up, Landlock opens
    its folders by the old user, and seccomp comes last because it forbids the others.
    """
    report: dict[str, str] = {}

    def layer(name: str, build: Callable[[], None]) -> None:
        try:
            build()
            report[name] = ACTIVE
        except (OSError, ValueError) as error:
            report[name] = f"{type(error).__name__}: {error}"

    os.umask(0o077)
    if not is_linux():
        layer("limits", lambda: _limit(policy, birth))
        linux.die_with_parent(parent)
        return report
    linux.prctl(linux.PR_SET_DUMPABLE, 1)  # else uid_map can't be written
    report["processes"] = birth.state
    if birth.namespaces:
        layer("processes", lambda: _own_processes(birth))
    layer("scratch", lambda: _private_scratch(policy))
    layer("network", lambda: linux.unshare(linux.NEWNET | linux.NEWIPC))
    layer("limits", lambda: _limit(policy, birth))
    layer("landlock", lambda: _landlock(policy))
    layer("user", lambda: _drop_user(policy))
    if birth.namespaces:
        linux.die_with(PARENT)  # only now: a change of user clears it
    else:
        linux.die_with_parent(parent)
    with contextlib.suppress(OSError):
        os.close(PARENT)
    layer("seccomp", lambda: seccomp.install(seccomp.program()))
    return report


def _private_scratch(policy: Policy) -> None:
    """A scratch folder that has a size and dies with the worker."""
    linux.unshare(linux.NEWNS)
    owner = f",uid={policy.uid},gid={policy.uid}" if os.geteuid() == 0 else ""
    options = f"size={policy.scratch_mb}m,nr_inodes=256,mode=0700{owner}"
    flags = linux.MS_NOSUID | linux.MS_NODEV | linux.MS_NOEXEC
    linux.mount(None, "/", None, linux.MS_REC | linux.MS_PRIVATE)
    linux.mount("tmpfs", policy.scratch, "tmpfs", flags, options)


def _limit(policy: Policy, birth: Birth) -> None:
    megabyte = 1 << 20
    limits = {
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_CPU: policy.cpu_seconds,
        resource.RLIMIT_FSIZE: policy.file_mb * megabyte,
        resource.RLIMIT_NOFILE: policy.descriptors,
    }
    if is_linux():
        # relative to what the zygote's TensorFlow has mapped already, which costs the worker nothing
        limits[resource.RLIMIT_DATA] = _status("VmData") + policy.memory_mb * megabyte
        limits[resource.RLIMIT_AS] = _status("VmSize") + 3 * policy.memory_mb * megabyte
        limits[resource.RLIMIT_MEMLOCK] = limits[resource.RLIMIT_MSGQUEUE] = 0
        limits[resource.RLIMIT_NPROC] = policy.threads
        if policy.uid == birth.user[0] and not birth.namespaces & linux.NEWUSER:
            limits[resource.RLIMIT_NPROC] += _threads_of(policy.uid)
    for name, value in limits.items():
        _, hard = resource.getrlimit(name)
        value = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(name, (value, value))
    if is_linux():
        # threads in plenty slow their own worker down, not the neighbour on the next core
        os.sched_setaffinity(0, policy.cores)
        # not the grader: where memory runs out, the kernel ends a worker first
        Path("/proc/self/oom_score_adj").write_text("1000")


def _status(field: str) -> int:
    """A size of /proc/self/status in bytes."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith(f"{field}:"):
            return int(line.split()[1]) * 1024
    raise ValueError(f"/proc/self/status has no {field}")


def _threads_of(uid: int) -> int:
    """How many threads a user has running: where a worker is no user of its own, they count."""
    count = 0
    for path in Path("/proc").glob("[0-9]*/status"):
        with contextlib.suppress(OSError):  # it may just have ended
            status = dict(line.split(":", 1) for line in path.read_text().splitlines())
            # not the owner of the folder: that is root for a process that is not dumpable
            count += int(status["Threads"]) if int(status["Uid"].split()[0]) == uid else 0
    return count


def _landlock(policy: Policy) -> None:
    readable = (*policy.readable, *_MACHINE_FILES)
    rights = dict.fromkeys(readable, landlock.READ)
    landlock.restrict(
        {**rights, "/dev/null": landlock.READ_WRITE, policy.scratch: landlock.SCRATCH}
    )


_MACHINE_FILES = (
    "/dev/urandom",
    "/proc/cpuinfo",
    "/proc/meminfo",
    "/proc/self/cmdline",
    "/sys/devices/system/cpu",
)
"""What TensorFlow reads of the machine; without its own cmdline it aborts."""


def _drop_user(policy: Policy) -> None:
    """Become nobody in particular, without capabilities, whose memory nobody looks into."""
    try:
        if os.geteuid() == 0:
            _become(policy)
    finally:
        linux.drop_capabilities()
        linux.prctl(linux.PR_SET_DUMPABLE, 0)


def _become(policy: Policy) -> None:
    if policy.uid == 0:
        raise OSError(f"other users can't reach {unreachable(policy.readable)}")
    os.setgroups([])
    os.setresgid(policy.uid, policy.uid, policy.uid)
    os.setresuid(policy.uid, policy.uid, policy.uid)


def unreachable(paths: Iterable[str]) -> str | None:
    """The first of ``paths`` that lies in a folder which other users can't walk through."""

    def is_open(path: Path) -> bool:
        return all(parent.stat().st_mode & 0o001 for parent in path.parents if parent.exists())

    return next((path for path in paths if not is_open(Path(path))), None)


# --- what the zygote shows -------------------------------------------------------------------


def system_folders() -> list[str]:
    """What Python and TensorFlow read: the interpreter, its packages, the system's libraries.

    The course folder is never among them; of this package only its own (public) code is.
    """
    prefixes = sorted({sys.prefix, sys.base_prefix, sys.exec_prefix})
    python = [sysconfig.get_path("stdlib"), sysconfig.get_path("platstdlib")]
    candidates = [
        *("/usr/lib", "/usr/lib64", "/lib", "/lib64", "/etc/ld.so.cache"),
        *("/usr/share/zoneinfo", "/etc/localtime"),
        *(f"{prefix}/{name}" for prefix in prefixes for name in ("lib", "lib64")),
        *python,
        *_site_packages(),
        str(Path(__file__).resolve().parent),
    ]
    if sys.pycache_prefix:
        candidates.append(sys.pycache_prefix)
    return [path for path in dict.fromkeys(candidates) if Path(path).exists()]


def _site_packages() -> list[str]:
    folders = [path for path in sys.path if path.endswith(("site-packages", "dist-packages"))]
    return [path for path in folders if Path(path).is_dir()]


def view_folders() -> list[str]:
    """``system_folders`` and the devices and tables that a worker's view needs besides."""
    return [*system_folders(), "/dev/null", "/dev/urandom", "/proc", "/sys/devices/system/cpu"]


def shows(path: Path) -> str | None:
    """The folder that workers may read and ``path`` lies in, None if they can't see it."""
    real = path.resolve()
    return next((f for f in system_folders() if real.is_relative_to(Path(f).resolve())), None)


def keep_only(channel: int, output: int, parent: int) -> socket.socket:
    """Close every descriptor but the channel (now 3), the output (now 1 and 2), the parent's (4).

    0 is /dev/null. Siblings inherit each other's channels otherwise, and the end of one would
    never be seen.
    """
    sources = (channel, output, parent)
    # above all that are in use, lest one be closed for another
    high = [fcntl.fcntl(source, fcntl.F_DUPFD, 5) for source in sources if source >= 0]
    null = os.open(os.devnull, os.O_RDONLY)
    targets = (CHANNEL, 1, PARENT)
    for source, target in ((null, 0), (high[1], 2), *zip(high, targets, strict=False)):
        os.dup2(source, target)
    os.closerange(len(high) + 2, resource.getrlimit(resource.RLIMIT_NOFILE)[0])
    return socket.socket(fileno=CHANNEL)
