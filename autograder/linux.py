"""The kernel calls that Python has no function for, by ctypes (Linux).

The packages that wrap them cost more at import than the calls themselves, and cover a part.
Every function raises OSError where the kernel or a container forbids the call.
"""

from __future__ import annotations

import ctypes
import os
import select
import signal
import struct
import sys
from pathlib import Path

from autograder import seccomp

PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_SET_CHILD_SUBREAPER = 1, 4, 36
PR_SET_NO_NEW_PRIVS, PR_GET_TID_ADDRESS = 38, 40
NEWNS, NEWIPC, NEWUSER, NEWPID, NEWNET = 0x20000, 0x8000000, 0x10000000, 0x20000000, 0x40000000
CHILD_SETTID, CHILD_CLEARTID = 0x01000000, 0x00200000
MS_RDONLY, MS_NOSUID, MS_NODEV, MS_NOEXEC, MS_REMOUNT = 1, 2, 4, 8, 32
MS_BIND, MS_REC, MS_PRIVATE = 0x1000, 0x4000, 1 << 18
MNT_DETACH = 2

_libc = ctypes.CDLL(None, use_errno=True)
_libc_with_gil = ctypes.PyDLL(None, use_errno=True)


def is_linux() -> bool:
    """Whether any of this can exist here at all."""
    return sys.platform == "linux"


def _check(result: int) -> int:
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
    return result


def syscall(number: int, *arguments: object) -> int:
    """The system call of this number; ctypes objects or bytes as arguments."""
    return _check(_libc.syscall(ctypes.c_long(number), *arguments))


def prctl(option: int, value: int) -> None:
    """``prctl(option, value)``."""
    _check(_libc.prctl(option, ctypes.c_ulong(value), *[ctypes.c_ulong(0)] * 3))


def mount(
    source: str | None, target: str, kind: str | None, flags: int, options: str | None = None
) -> None:
    """``mount(source, target, kind, flags, options)``."""
    encoded = [os.fsencode(text) if text else None for text in (source, target, kind)]
    data = options.encode() if options else None
    _check(_libc.mount(*encoded, ctypes.c_ulong(flags), data))


def pivot_root(stage: str, old: str) -> None:
    """Make ``stage`` the root folder, and forget the one it was, which ``old`` below it shows."""
    syscall(seccomp.number("pivot_root"), os.fsencode(stage), os.fsencode(old))
    os.chdir("/")
    left = "/" + str(Path(old).relative_to(stage))
    _check(_libc.umount2(os.fsencode(left), MNT_DETACH))


def unshare(namespaces: int) -> None:
    """Leave namespaces; an ordinary user without the privilege, by way of a user namespace.

    Not root: it could not become another user in a namespace that knows only itself.
    """
    uid, gid = os.geteuid(), os.getegid()
    if uid == 0:
        _check(_libc.unshare(namespaces))
        return
    if _libc.unshare(namespaces) == 0:
        return
    _check(_libc.unshare(namespaces | NEWUSER))
    map_user(uid, gid)


def map_user(uid: int, gid: int) -> None:
    """In a new user namespace: be whom one was. The process must be dumpable."""
    Path("/proc/self/setgroups").write_text("deny")
    Path("/proc/self/uid_map").write_text(f"{uid} {uid} 1")
    Path("/proc/self/gid_map").write_text(f"{gid} {gid} 1")


def fork(namespaces: int) -> int:
    """``os.fork()``, with the child in new namespaces (NEWPID: as their process 1).

    A process can enter a PID namespace only by being born into it. Only for a process of one
    thread: what other threads hold is not given back to the child.
    """
    address = ctypes.c_void_p()
    ids = 0
    if _libc.prctl(PR_GET_TID_ADDRESS, ctypes.byref(address), *[ctypes.c_ulong(0)] * 3) == 0:
        ids = CHILD_SETTID | CHILD_CLEARTID  # where the C library keeps the thread's number
    arguments = struct.pack(
        "=8Q", namespaces | ids, 0, address.value or 0, 0, signal.SIGCHLD, 0, 0, 0
    )
    clone3 = ctypes.c_long(seccomp.number("clone3"))
    size = ctypes.c_size_t(len(arguments))
    ctypes.pythonapi.PyOS_BeforeFork()
    pid = _libc_with_gil.syscall(clone3, arguments, size)
    if pid == 0:
        ctypes.pythonapi.PyOS_AfterFork_Child()
        return 0
    number = ctypes.get_errno()
    ctypes.pythonapi.PyOS_AfterFork_Parent()
    if pid < 0:
        raise OSError(number, os.strerror(number))
    return int(pid)


def die_with_parent(parent: int) -> None:
    """Be killed when the process ``parent`` is; at once if it has died already."""
    if is_linux():
        prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)


def die_with(parent: int) -> None:
    """``die_with_parent`` for a child in a PID namespace: ``parent`` is a descriptor of it, for
    it has no number there."""
    prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if select.select([parent], [], [], 0)[0]:
        os._exit(1)


def adopt_orphans() -> None:
    """Become the parent of whatever descendants leave behind, so that it can be killed."""
    if is_linux():
        prctl(PR_SET_CHILD_SUBREAPER, 1)


def drop_capabilities() -> None:
    """Give up every capability, for good."""
    syscall(seccomp.number("capset"), struct.pack("=Ii", 0x20080522, 0), bytes(24))
