"""What a worker is locked in with, layer by layer (Linux; elsewhere: limits only).

``enter_view`` is called once, by the zygote: a root folder that holds nothing but the Python
installation, the system's libraries and an empty scratch folder. ``confine`` is called in each
forked worker before it reads its first byte of student code. Every layer that the platform
refuses is reported by name and reason; the caller decides what it can do without.

Only ctypes: the kernel calls have no home in the standard library, and the packages for them
cost more at import than the calls themselves.
"""

from __future__ import annotations

import ctypes
import os
import resource
import signal
import socket
import struct
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from autograder import seccomp

SCRATCH = "/autograder-scratch"
"""The scratch folder inside the view. Not /tmp: the Python prefix may be below that."""

_libc = ctypes.CDLL(None, use_errno=True)

PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_SET_NO_NEW_PRIVS, PR_SET_CHILD_SUBREAPER = 1, 4, 38, 36
NEWNS, NEWIPC, NEWUSER, NEWNET = 0x20000, 0x8000000, 0x10000000, 0x40000000
MS_RDONLY, MS_NOSUID, MS_NODEV, MS_NOEXEC, MS_REMOUNT = 1, 2, 4, 8, 32
MS_BIND, MS_REC, MS_PRIVATE = 0x1000, 0x4000, 1 << 18
MNT_DETACH = 2


@dataclass(frozen=True)
class Policy:
    """How a worker is limited. ``uid`` is the user it becomes when the zygote is root."""

    readable: tuple[str, ...]
    scratch: str
    uid: int
    memory_mb: int
    cpu_seconds: int
    file_mb: int = 16
    scratch_mb: int = 64
    descriptors: int = 128
    threads: int = 512


def _check(result: int) -> int:
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
    return result


def _syscall(number: int, *arguments: object) -> int:
    return _check(_libc.syscall(ctypes.c_long(number), *arguments))


def prctl(option: int, value: int) -> None:
    """``prctl(option, value)``; raises OSError."""
    _check(_libc.prctl(option, ctypes.c_ulong(value), *[ctypes.c_ulong(0)] * 3))


def is_linux() -> bool:
    """Whether the layers below can exist here at all."""
    return sys.platform == "linux"


# --- the view: once, in the zygote ---------------------------------------------------------


def enter_view(readable: Iterable[str], stage: str) -> None:
    """Make a root folder of ``readable`` (read-only) and a scratch folder, and move into it.

    ``stage`` is an empty folder to build it on. Everything else of the machine's files, the
    course among them, is then not there to be found. Raises OSError where the kernel or a
    container forbids mounting; nothing has changed then for the caller's file names.
    """
    pivot_root = seccomp.number("pivot_root")  # glibc has no wrapper for it
    _unshare(NEWNS)
    _mount(None, "/", None, MS_REC | MS_PRIVATE)
    _mount("tmpfs", stage, "tmpfs", MS_NOSUID | MS_NODEV, "mode=0755")
    for path in readable:
        _show(path, stage)
    (Path(stage) / SCRATCH.lstrip("/")).mkdir()
    if not Path(stage, "tmp").exists():
        Path(stage, "tmp").symlink_to(SCRATCH)  # for code that spells it out
    Path(stage, ".old").mkdir()
    _syscall(pivot_root, stage.encode(), f"{stage}/.old".encode())
    os.chdir("/")
    _check(_libc.umount2(b"/.old", MNT_DETACH))
    Path("/.old").rmdir()
    _mount(None, "/", None, MS_REMOUNT | MS_BIND | MS_RDONLY | MS_NOSUID | MS_NODEV)


def _unshare(namespaces: int) -> None:
    """Leave namespaces; without the privilege to, by way of a user namespace of one's own."""
    uid, gid = os.geteuid(), os.getegid()
    if _libc.unshare(namespaces) == 0:
        return
    _check(_libc.unshare(namespaces | NEWUSER))
    Path("/proc/self/setgroups").write_text("deny")
    Path("/proc/self/uid_map").write_text(f"{uid} {uid} 1")
    Path("/proc/self/gid_map").write_text(f"{gid} {gid} 1")


def _mount(
    source: str | None, target: str, kind: str | None, flags: int, options: str | None = None
) -> None:
    encoded = [text.encode() if text else None for text in (source, target, kind)]
    data = options.encode() if options else None
    _check(_libc.mount(*encoded, ctypes.c_ulong(flags), data))


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
    _mount(path, str(target), None, MS_BIND | MS_REC)
    if not path.startswith(("/dev/", "/proc")):
        _mount(None, str(target), None, MS_REMOUNT | MS_BIND | MS_RDONLY | MS_NOSUID | MS_NODEV)


# --- the worker's own walls: in each child ---------------------------------------------------


def confine(policy: Policy, parent: int) -> dict[str, str]:
    """Lock the calling process in; returns ``{layer: "active" or why it is not}``.

    The order matters: a mount needs the privileges that the later layers give up, Landlock
    opens its folders by the old user, and seccomp comes last because it forbids the others.
    """
    report: dict[str, str] = {}

    def layer(name: str, build: Callable[[], None]) -> None:
        try:
            build()
            report[name] = "active"
        except (OSError, ValueError) as error:
            report[name] = f"{type(error).__name__}: {error}"

    os.umask(0o077)
    if is_linux():
        layer("dumpable", lambda: prctl(PR_SET_DUMPABLE, 1))  # else uid_map can't be written
        layer("namespaces", lambda: _private_scratch(policy))
    layer("limits", lambda: _limit(policy))
    if is_linux():
        layer("landlock", lambda: _landlock(policy))
        layer("user", lambda: _drop_user(policy))
        layer("undumpable", lambda: prctl(PR_SET_DUMPABLE, 0))
        set_parent_death_signal(signal.SIGKILL, parent)  # a change of user clears it
        layer("seccomp", lambda: seccomp.install(seccomp.program()))
        del report["dumpable"]
    return report


def _private_scratch(policy: Policy) -> None:
    """No network, no shared memory of others, and a scratch folder that dies with the worker."""
    _unshare(NEWNS | NEWNET | NEWIPC)
    owner = f",uid={policy.uid},gid={policy.uid}" if os.geteuid() == 0 else ""
    options = f"size={policy.scratch_mb}m,nr_inodes=256,mode=0700{owner}"
    _mount(None, "/", None, MS_REC | MS_PRIVATE)
    _mount("tmpfs", policy.scratch, "tmpfs", MS_NOSUID | MS_NODEV | MS_NOEXEC, options)


def _limit(policy: Policy) -> None:
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
        if os.geteuid() == 0:  # an ordinary user's own processes would count too
            limits[resource.RLIMIT_NPROC] = policy.threads
    for name, value in limits.items():
        _, hard = resource.getrlimit(name)
        value = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(name, (value, value))


def _status(field: str) -> int:
    """A size of /proc/self/status in bytes."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith(f"{field}:"):
            return int(line.split()[1]) * 1024
    raise ValueError(f"/proc/self/status has no {field}")


def _drop_user(policy: Policy) -> None:
    """Become nobody in particular, without capabilities (in a user namespace: just those go)."""
    if os.geteuid() == 0:
        unreachable = [path for path in policy.readable if not _reachable(Path(path))]
        if unreachable:
            raise OSError(f"other users can't reach {unreachable[0]}")
        os.setgroups([])
        os.setresgid(policy.uid, policy.uid, policy.uid)
        os.setresuid(policy.uid, policy.uid, policy.uid)
    header = struct.pack("=Ii", 0x20080522, 0)
    _syscall(seccomp.number("capset"), header, bytes(24))


def _reachable(path: Path) -> bool:
    return all(parent.stat().st_mode & 0o001 for parent in path.parents if parent.exists())


# --- Landlock --------------------------------------------------------------------------------

LANDLOCK_CREATE, LANDLOCK_ADD, LANDLOCK_RESTRICT = 444, 445, 446  # on every architecture
_FILE_RIGHTS = {"execute": 1 << 0, "write": 1 << 1, "read": 1 << 2, "truncate": 1 << 14}
_DIR_RIGHTS = {"read_dir": 1 << 3, "remove_dir": 1 << 4, "remove_file": 1 << 5}
_MAKE_RIGHTS = {"make_dir": 1 << 7, "make_regular": 1 << 8}
_ONLY_ON_FILES = sum(_FILE_RIGHTS.values()) | 1 << 15
_READ = _FILE_RIGHTS["execute"] | _FILE_RIGHTS["read"] | _DIR_RIGHTS["read_dir"]
_SCRATCH_RIGHTS = (
    sum(_FILE_RIGHTS.values())
    - _FILE_RIGHTS["execute"]
    + sum(_DIR_RIGHTS.values())
    + sum(_MAKE_RIGHTS.values())
)


def landlock_abi() -> int:
    """The kernel's Landlock version. Raises OSError where there is none."""
    return _syscall(LANDLOCK_CREATE, None, ctypes.c_size_t(0), ctypes.c_uint(1))


def _landlock(policy: Policy) -> None:
    abi = landlock_abi()
    handled = (1 << {1: 13, 2: 14, 3: 15, 4: 15}.get(abi, 16)) - 1
    attributes = struct.pack("=Q", handled)
    if abi >= 4:
        attributes += struct.pack("=Q", 3)  # bind and connect by TCP: no rule allows any
    if abi >= 6:
        attributes += struct.pack("=Q", 3)  # abstract sockets and signals stay inside
    ruleset = _syscall(
        LANDLOCK_CREATE, attributes, ctypes.c_size_t(len(attributes)), ctypes.c_uint(0)
    )
    try:
        for path in (*policy.readable, *_device_files()):
            _allow(ruleset, path, _READ & handled)
        _allow(ruleset, "/dev/null", (_READ | _FILE_RIGHTS["write"]) & handled)
        _allow(ruleset, policy.scratch, _SCRATCH_RIGHTS & handled)
        prctl(PR_SET_NO_NEW_PRIVS, 1)
        _syscall(LANDLOCK_RESTRICT, ctypes.c_int(ruleset), ctypes.c_uint(0))
    finally:
        os.close(ruleset)


def _device_files() -> list[str]:
    """What TensorFlow reads of the machine; without its own cmdline it aborts."""
    return [
        "/dev/urandom",
        "/proc/cpuinfo",
        "/proc/meminfo",
        "/sys/devices/system/cpu",
        f"/proc/{os.getpid()}/cmdline",
    ]


def _allow(ruleset: int, path: str, rights: int) -> None:
    try:
        descriptor = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except FileNotFoundError:
        return
    try:
        if not Path(path).is_dir():
            rights &= _ONLY_ON_FILES  # a folder's rights on a file are an error
        rule = struct.pack("=Qi", rights, descriptor)
        _syscall(LANDLOCK_ADD, ctypes.c_int(ruleset), ctypes.c_int(1), rule, ctypes.c_uint(0))
    finally:
        os.close(descriptor)


# --- what the zygote shows -------------------------------------------------------------------


def system_folders() -> list[str]:
    """What Python and TensorFlow read: the interpreter, its packages, the system's libraries.

    The course folder is never among them; of this package only its own (public) code is.
    """
    prefixes = {sys.prefix, sys.base_prefix, sys.exec_prefix, *_site_packages()}
    package = str(Path(__file__).resolve().parent)
    libraries = ["/usr", "/lib", "/lib64", "/bin", "/etc/ld.so.cache", "/etc/localtime"]
    candidates = [*libraries, *sorted(prefixes), package]
    if sys.pycache_prefix:
        candidates.append(sys.pycache_prefix)
    return [path for path in candidates if Path(path).exists()]


def _site_packages() -> list[str]:
    folders = [path for path in sys.path if path.endswith(("site-packages", "dist-packages"))]
    return [path for path in folders if Path(path).is_dir()]


def view_folders() -> list[str]:
    """``system_folders`` and the devices and tables that a worker's view needs besides."""
    return [*system_folders(), "/dev/null", "/dev/urandom", "/proc", "/sys/devices/system/cpu"]


def set_parent_death_signal(signal_number: int, parent: int) -> None:
    """Die with the parent; at once if it has died already."""
    if is_linux():
        prctl(PR_SET_PDEATHSIG, signal_number)
    if os.getppid() != parent:
        os._exit(1)


def adopt_orphans() -> None:
    """Become the parent of whatever a worker leaves behind, so that it can be killed."""
    if is_linux():
        prctl(PR_SET_CHILD_SUBREAPER, 1)


def keep_only(channel: socket.socket, output: socket.socket) -> socket.socket:
    """Close every descriptor but the channel (now 3) and the output (now 1 and 2).

    0 is /dev/null. Siblings inherit each other's channels otherwise, and the end of one would
    never be seen.
    """
    high = [os.dup2(each.fileno(), 200 + index) for index, each in enumerate((channel, output))]
    null = os.open(os.devnull, os.O_RDONLY)
    for source, target in ((null, 0), (high[1], 1), (high[1], 2), (high[0], 3)):
        os.dup2(source, target)
    os.closerange(4, 4096)
    return socket.socket(fileno=3)
