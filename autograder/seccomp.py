"""The system calls that a worker may make: an allow-list, as a classic BPF program.

Everything else answers ENOSYS, what a program may reasonably try answers EPERM. Threads may be
made, processes not: the worker is its whole process tree.
"""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import struct
from collections.abc import Iterable

PR_SET_NO_NEW_PRIVS, PR_SET_SECCOMP, SECCOMP_MODE_FILTER = 38, 22, 2
ALLOW, KILL, ERRNO = 0x7FFF0000, 0x80000000, 0x00050000
LOAD, JUMP_EQUAL, JUMP_GREATER_EQUAL, AND, RETURN = 0x20, 0x15, 0x35, 0x54, 0x06

ARCHITECTURES = {"x86_64": 0xC000003E}
"""Audit numbers of the architectures whose table is below."""

# fmt: off
NUMBERS = {
    "read": 0, "write": 1, "open": 2, "close": 3, "stat": 4, "fstat": 5, "lstat": 6, "poll": 7,
    "lseek": 8, "mmap": 9, "mprotect": 10, "munmap": 11, "brk": 12, "rt_sigaction": 13,
    "rt_sigprocmask": 14, "rt_sigreturn": 15, "ioctl": 16, "pread64": 17, "pwrite64": 18,
    "readv": 19, "writev": 20, "access": 21, "pipe": 22, "select": 23, "sched_yield": 24,
    "mremap": 25, "msync": 26, "mincore": 27, "madvise": 28, "shmget": 29, "dup": 32, "dup2": 33,
    "pause": 34, "nanosleep": 35, "getitimer": 36, "alarm": 37, "setitimer": 38, "getpid": 39,
    "socket": 41, "connect": 42, "accept": 43, "sendto": 44, "recvfrom": 45, "sendmsg": 46,
    "recvmsg": 47, "shutdown": 48, "bind": 49, "listen": 50, "getsockname": 51,
    "getpeername": 52, "socketpair": 53, "setsockopt": 54, "getsockopt": 55, "clone": 56,
    "fork": 57, "vfork": 58, "execve": 59, "exit": 60, "kill": 62, "uname": 63, "fcntl": 72,
    "flock": 73, "fsync": 74, "fdatasync": 75, "truncate": 76, "ftruncate": 77, "getdents": 78,
    "getcwd": 79, "chdir": 80, "fchdir": 81, "rename": 82, "mkdir": 83, "rmdir": 84, "link": 86,
    "unlink": 87, "symlink": 88, "readlink": 89, "chmod": 90, "fchmod": 91, "chown": 92,
    "fchown": 93, "lchown": 94, "umask": 95, "gettimeofday": 96, "getrlimit": 97,
    "getrusage": 98, "sysinfo": 99, "times": 100, "ptrace": 101, "getuid": 102, "getgid": 104,
    "setuid": 105, "geteuid": 107, "getegid": 108, "getppid": 110, "getpgrp": 111, "setsid": 112,
    "getgroups": 115, "getresuid": 118, "getresgid": 120, "getpgid": 121, "getsid": 124,
    "capset": 126, "rt_sigpending": 127, "rt_sigtimedwait": 128, "rt_sigsuspend": 130,
    "sigaltstack": 131, "utime": 132, "mknod": 133, "statfs": 137, "fstatfs": 138,
    "getpriority": 140, "setpriority": 141, "sched_getparam": 143, "sched_getscheduler": 145,
    "sched_get_priority_max": 146, "sched_get_priority_min": 147, "mlock": 149, "munlock": 150,
    "pivot_root": 155, "prctl": 157, "arch_prctl": 158, "mount": 165, "umount2": 166,
    "gettid": 186, "setxattr": 188, "lsetxattr": 189, "fsetxattr": 190, "futex": 202,
    "sched_setaffinity": 203, "sched_getaffinity": 204, "getdents64": 217,
    "set_tid_address": 218, "restart_syscall": 219, "fadvise64": 221, "clock_gettime": 228,
    "clock_getres": 229, "clock_nanosleep": 230, "exit_group": 231, "epoll_wait": 232,
    "epoll_ctl": 233, "tgkill": 234, "utimes": 235, "get_mempolicy": 239, "openat": 257,
    "mkdirat": 258, "mknodat": 259, "fchownat": 260, "futimesat": 261, "newfstatat": 262,
    "unlinkat": 263, "renameat": 264, "linkat": 265, "symlinkat": 266, "readlinkat": 267,
    "fchmodat": 268, "faccessat": 269, "pselect6": 270, "ppoll": 271, "unshare": 272,
    "set_robust_list": 273, "get_robust_list": 274, "utimensat": 280, "epoll_pwait": 281,
    "timerfd_create": 283, "eventfd": 284, "timerfd_settime": 286, "timerfd_gettime": 287,
    "eventfd2": 290, "epoll_create1": 291, "dup3": 292, "pipe2": 293, "prlimit64": 302,
    "setns": 308, "getcpu": 309, "sched_getattr": 315, "renameat2": 316, "getrandom": 318,
    "memfd_create": 319, "execveat": 322, "membarrier": 324, "mlock2": 325,
    "pkey_mprotect": 329, "pkey_alloc": 330, "pkey_free": 331, "statx": 332, "rseq": 334,
    "clone3": 435, "close_range": 436, "faccessat2": 439, "futex_waitv": 449, "fchmodat2": 452,
}
"""System call numbers of x86_64."""

REFUSED = frozenset([
    "socket", "connect", "accept", "bind", "listen", "fork", "vfork", "execve", "execveat",
    "ptrace", "mount", "umount2", "pivot_root", "unshare", "setns", "setsid", "setuid", "capset",
    "chmod", "fchmod", "fchmodat", "fchmodat2", "chown", "fchown", "lchown", "fchownat", "utime",
    "utimes", "utimensat", "futimesat", "setxattr", "lsetxattr", "fsetxattr", "link", "linkat",
    "symlink", "symlinkat", "mknod", "mknodat", "truncate", "sched_setaffinity", "setpriority",
    "memfd_create", "shmget",
])
"""Calls that answer EPERM: a library that tries one goes on without it."""
# fmt: on

CLONE_THREAD, CLONE_NAMESPACES = 0x00010000, 0x7E020000
MAP_SHARED_ANONYMOUS = 0x21
TERMINAL_REQUESTS = (0x5401, 0x5413, 0x5421, 0x541B, 0x5451, 0x5450)
"""ioctl: TCGETS, TIOCGWINSZ, FIONBIO, FIONREAD, FIOCLEX, FIONCLEX."""
DESCRIPTOR_COMMANDS = (0, 1, 2, 3, 4, 5, 6, 7, 1030, 1031, 1032, 1034)
"""fcntl: duplicates, flags, locks, pipe size, seals; not F_SETOWN, which signals neighbours."""
PROCESS_OPTIONS = (3, 15, 16, 0x53564D41)
"""prctl: GET_DUMPABLE, SET_NAME, GET_NAME, SET_VMA (names of memory areas)."""


def number(name: str) -> int:
    """The call's number here. Raises ValueError on an architecture without a table."""
    if platform.machine() not in ARCHITECTURES:
        raise ValueError(f"no table of system calls for {platform.machine()}")
    return NUMBERS[name]


class Program:
    """BPF instructions; every conditional block is self-contained, so jumps stay short."""

    def __init__(self) -> None:
        self.code = b""

    def add(self, operation: int, value: int, if_true: int = 0, if_false: int = 0) -> None:
        self.code += struct.pack("=HBBI", operation, if_true, if_false, value & 0xFFFFFFFF)

    def always(self, call: str, verdict: int) -> None:
        self.add(JUMP_EQUAL, NUMBERS[call], 0, 1)
        self.add(RETURN, verdict)

    def by_argument(
        self, call: str, argument: int, mask: int, values: Iterable[int], verdict: int, other: int
    ) -> None:
        """``verdict`` where argument & mask is one of ``values``, ``other`` where it is not."""
        values = list(values)
        self.add(JUMP_EQUAL, NUMBERS[call], 0, 4 * len(values) + 1)
        for value in values:
            self.add(LOAD, 16 + 8 * argument)  # the low word of seccomp_data.args[argument]
            self.add(AND, mask)
            self.add(JUMP_EQUAL, value, 0, 1)
            self.add(RETURN, verdict)
        self.add(RETURN, other)


_WORD = 0xFFFFFFFF


def program() -> bytes:
    """The filter of the calling process. Raises ValueError on an unknown architecture."""
    number("read")
    refuse = ERRNO | errno.EPERM
    filters = Program()
    filters.add(LOAD, 4)
    filters.add(JUMP_EQUAL, ARCHITECTURES[platform.machine()], 1, 0)
    filters.add(RETURN, KILL)
    filters.add(LOAD, 0)
    filters.add(JUMP_GREATER_EQUAL, 0x40000000, 0, 1)  # the x32 twins of the same calls
    filters.add(RETURN, ERRNO | errno.ENOSYS)
    only = filters.by_argument
    only("clone", 0, CLONE_NAMESPACES | CLONE_THREAD, [CLONE_THREAD], ALLOW, refuse)
    only("kill", 0, _WORD, [os.getpid()], ALLOW, refuse)
    only("tgkill", 0, _WORD, [os.getpid()], ALLOW, refuse)
    only("prlimit64", 0, _WORD, [0], ALLOW, refuse)
    only("socketpair", 0, _WORD, [1], ALLOW, refuse)
    only("prctl", 0, _WORD, PROCESS_OPTIONS, ALLOW, refuse)
    only("ioctl", 1, _WORD, TERMINAL_REQUESTS, ALLOW, refuse)
    only("fcntl", 1, _WORD, DESCRIPTOR_COMMANDS, ALLOW, refuse)
    # shared anonymous memory is not counted as data: it would escape the memory limit
    shared = MAP_SHARED_ANONYMOUS
    only("mmap", 3, shared, [shared], ERRNO | errno.ENOMEM, ALLOW)
    filters.always("clone3", ERRNO | errno.ENOSYS)  # glibc then uses clone, which is looked at
    judged = {"clone", "kill", "tgkill", "prlimit64", "socketpair", "prctl", "ioctl", "fcntl"}
    for name in NUMBERS.keys() - judged - {"mmap", "clone3"}:
        filters.always(name, refuse if name in REFUSED else ALLOW)
    filters.add(RETURN, ERRNO | errno.ENOSYS)
    return filters.code


def install(code: bytes) -> None:
    """Apply a filter to the calling process, for good. Raises OSError."""
    buffer = ctypes.create_string_buffer(code, len(code))
    header = struct.pack("=HxxxxxxQ", len(code) // 8, ctypes.addressof(buffer))
    libc = ctypes.CDLL(None, use_errno=True)
    zero = ctypes.c_ulong(0)
    if libc.prctl(PR_SET_NO_NEW_PRIVS, ctypes.c_ulong(1), zero, zero, zero):
        raise OSError(ctypes.get_errno(), "no_new_privs")
    if libc.prctl(PR_SET_SECCOMP, ctypes.c_ulong(SECCOMP_MODE_FILTER), header, zero, zero):
        raise OSError(ctypes.get_errno(), "seccomp filter refused")
