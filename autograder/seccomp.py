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
from collections.abc import Collection, Mapping
from dataclasses import dataclass

PR_SET_NO_NEW_PRIVS, PR_SET_SECCOMP, SECCOMP_MODE_FILTER = 38, 22, 2
ALLOW, KILL, ERRNO = 0x7FFF0000, 0x80000000, 0x00050000
LOAD, JUMP_EQUAL, AND, RETURN = 0x20, 0x15, 0x54, 0x06

# fmt: off
X86_64 = {
    "read": 0, "write": 1, "open": 2, "close": 3, "stat": 4, "fstat": 5, "lstat": 6, "poll": 7,
    "lseek": 8, "mmap": 9, "mprotect": 10, "munmap": 11, "brk": 12, "rt_sigaction": 13,
    "rt_sigprocmask": 14, "rt_sigreturn": 15, "ioctl": 16, "pread64": 17, "pwrite64": 18,
    "readv": 19, "writev": 20, "access": 21, "pipe": 22, "select": 23, "sched_yield": 24,
    "mremap": 25, "msync": 26, "madvise": 28, "shmget": 29, "dup": 32, "dup2": 33, "pause": 34,
    "nanosleep": 35, "getitimer": 36, "alarm": 37, "setitimer": 38, "getpid": 39, "socket": 41,
    "connect": 42, "accept": 43, "sendto": 44, "recvfrom": 45, "shutdown": 48, "bind": 49,
    "listen": 50, "getsockname": 51, "getpeername": 52, "socketpair": 53, "getsockopt": 55,
    "clone": 56, "fork": 57, "vfork": 58, "execve": 59, "exit": 60, "kill": 62, "uname": 63,
    "fcntl": 72, "flock": 73, "fsync": 74, "fdatasync": 75, "truncate": 76, "ftruncate": 77,
    "getdents": 78, "getcwd": 79, "chdir": 80, "fchdir": 81, "rename": 82, "mkdir": 83,
    "rmdir": 84, "link": 86, "unlink": 87, "symlink": 88, "readlink": 89, "chmod": 90,
    "fchmod": 91, "chown": 92, "fchown": 93, "lchown": 94, "umask": 95, "gettimeofday": 96,
    "getrlimit": 97, "getrusage": 98, "sysinfo": 99, "times": 100, "ptrace": 101, "getuid": 102,
    "getgid": 104, "setuid": 105, "geteuid": 107, "getegid": 108, "getppid": 110,
    "getpgrp": 111, "setsid": 112, "getgroups": 115, "getresuid": 118, "getresgid": 120,
    "capset": 126, "rt_sigpending": 127, "rt_sigtimedwait": 128, "rt_sigsuspend": 130,
    "sigaltstack": 131, "utime": 132, "mknod": 133, "statfs": 137, "fstatfs": 138,
    "setpriority": 141, "sched_getparam": 143, "sched_getscheduler": 145,
    "sched_get_priority_max": 146, "sched_get_priority_min": 147, "pivot_root": 155,
    "prctl": 157, "arch_prctl": 158, "mount": 165, "umount2": 166, "gettid": 186,
    "setxattr": 188, "lsetxattr": 189, "fsetxattr": 190, "futex": 202, "sched_setaffinity": 203,
    "sched_getaffinity": 204, "getdents64": 217, "set_tid_address": 218, "restart_syscall": 219,
    "clock_gettime": 228, "clock_getres": 229, "clock_nanosleep": 230, "exit_group": 231,
    "epoll_wait": 232, "epoll_ctl": 233, "tgkill": 234, "utimes": 235, "openat": 257,
    "mkdirat": 258, "mknodat": 259, "fchownat": 260, "futimesat": 261, "newfstatat": 262,
    "unlinkat": 263, "renameat": 264, "linkat": 265, "symlinkat": 266, "readlinkat": 267,
    "fchmodat": 268, "faccessat": 269, "pselect6": 270, "ppoll": 271, "unshare": 272,
    "set_robust_list": 273, "utimensat": 280, "epoll_pwait": 281, "eventfd": 284,
    "eventfd2": 290, "epoll_create1": 291, "dup3": 292, "pipe2": 293, "prlimit64": 302,
    "setns": 308, "getcpu": 309, "renameat2": 316, "getrandom": 318, "memfd_create": 319,
    "execveat": 322, "statx": 332, "rseq": 334, "clone3": 435, "close_range": 436,
    "faccessat2": 439, "fchmodat2": 452,
}
"""System call numbers of x86_64. A call that is in no table answers ENOSYS, also one that a
library could do without: mincore, fadvise64 and madvise's COLD and PAGEOUT tell and change what
the machine has in its page cache, which is to say what others read; sendmsg queues descriptors
where no limit counts them; setsockopt loads socket filters."""

AARCH64 = {
    "read": 63, "write": 64, "close": 57, "fstat": 80, "lseek": 62, "mmap": 222,
    "mprotect": 226, "munmap": 215, "brk": 214, "rt_sigaction": 134, "rt_sigprocmask": 135,
    "rt_sigreturn": 139, "ioctl": 29, "pread64": 67, "pwrite64": 68, "readv": 65, "writev": 66,
    "sched_yield": 124, "mremap": 216, "msync": 227, "madvise": 233, "shmget": 194, "dup": 23,
    "nanosleep": 101, "getitimer": 102, "setitimer": 103, "getpid": 172, "socket": 198,
    "connect": 203, "accept": 202, "sendto": 206, "recvfrom": 207, "shutdown": 210, "bind": 200,
    "listen": 201, "getsockname": 204, "getpeername": 205, "socketpair": 199, "getsockopt": 209,
    "clone": 220, "execve": 221, "exit": 93, "kill": 129, "uname": 160, "fcntl": 25,
    "flock": 32, "fsync": 82, "fdatasync": 83, "truncate": 45, "ftruncate": 46, "getcwd": 17,
    "chdir": 49, "fchdir": 50, "fchmod": 52, "fchown": 55, "umask": 166, "gettimeofday": 169,
    "getrlimit": 163, "getrusage": 165, "sysinfo": 179, "times": 153, "ptrace": 117,
    "getuid": 174, "getgid": 176, "setuid": 146, "geteuid": 175, "getegid": 177, "getppid": 173,
    "setsid": 157, "getgroups": 158, "getresuid": 148, "getresgid": 150, "capset": 91,
    "rt_sigpending": 136, "rt_sigtimedwait": 137, "rt_sigsuspend": 133, "sigaltstack": 132,
    "statfs": 43, "fstatfs": 44, "setpriority": 140, "sched_getparam": 121,
    "sched_getscheduler": 120, "sched_get_priority_max": 125, "sched_get_priority_min": 126,
    "pivot_root": 41, "prctl": 167, "mount": 40, "umount2": 39, "gettid": 178, "setxattr": 5,
    "lsetxattr": 6, "fsetxattr": 7, "futex": 98, "sched_setaffinity": 122,
    "sched_getaffinity": 123, "getdents64": 61, "set_tid_address": 96, "restart_syscall": 128,
    "clock_gettime": 113, "clock_getres": 114, "clock_nanosleep": 115, "exit_group": 94,
    "epoll_ctl": 21, "tgkill": 131, "openat": 56, "mkdirat": 34, "mknodat": 33, "fchownat": 54,
    "newfstatat": 79, "unlinkat": 35, "renameat": 38, "linkat": 37, "symlinkat": 36,
    "readlinkat": 78, "fchmodat": 53, "faccessat": 48, "pselect6": 72, "ppoll": 73,
    "unshare": 97, "set_robust_list": 99, "utimensat": 88, "epoll_pwait": 22, "eventfd2": 19,
    "epoll_create1": 20, "dup3": 24, "pipe2": 59, "prlimit64": 261, "setns": 268, "getcpu": 168,
    "renameat2": 276, "getrandom": 278, "memfd_create": 279, "execveat": 281, "statx": 291,
    "rseq": 293, "clone3": 435, "close_range": 436, "faccessat2": 439, "fchmodat2": 452,
}
"""System call numbers of aarch64, which never had the calls that openat and its like replace."""

REFUSED = frozenset([
    "socket", "connect", "accept", "bind", "listen", "fork", "vfork", "execve", "execveat",
    "ptrace", "mount", "umount2", "pivot_root", "unshare", "setns", "setsid", "setuid", "capset",
    "chmod", "fchmod", "fchmodat", "fchmodat2", "chown", "fchown", "lchown", "fchownat", "utime",
    "utimes", "utimensat", "futimesat", "setxattr", "lsetxattr", "fsetxattr", "link", "linkat",
    "symlink", "symlinkat", "mknod", "mknodat", "truncate", "sched_setaffinity", "setpriority",
    "memfd_create", "shmget", "getsockopt",
])
"""Calls that answer EPERM: a library that tries one goes on without it."""
# fmt: on

ARCHITECTURES: Mapping[str, tuple[int, Mapping[str, int]]] = {
    "x86_64": (0xC000003E, X86_64),
    "aarch64": (0xC00000B7, AARCH64),
}
"""By the name that ``platform.machine()`` gives: its audit number and its table."""


@dataclass(frozen=True)
class Rule:
    """What a call may be made for: ``verdict`` where argument & mask is one of ``values``,
    ``other`` where it is not. Only the low word of an argument: the kernel takes these as int."""

    argument: int
    mask: int
    values: Collection[int]
    verdict: int
    other: int


_WORD = 0xFFFFFFFF
_REFUSE = ERRNO | errno.EPERM


def _only(argument: int, values: Collection[int], mask: int = _WORD) -> Rule:
    return Rule(argument, mask, values, ALLOW, _REFUSE)


CLONE_THREAD, CLONE_NAMESPACES = 0x00010000, 0x7E020000
MAP_SHARED, MAP_ANONYMOUS, MAP_GROWSDOWN = 0x01, 0x20, 0x100
UNCOUNTED = (0x21, 0x100, 0x101, 0x120, 0x121)
"""mmap: what is shared and anonymous, or may grow down as a stack, is no data to the kernel: it
would escape the memory limit."""
TERMINAL_REQUESTS = (0x5401, 0x5413, 0x5421, 0x541B, 0x5451, 0x5450)
"""ioctl: TCGETS, TIOCGWINSZ, FIONBIO, FIONREAD, FIOCLEX, FIONCLEX."""
DESCRIPTOR_COMMANDS = (0, 1, 2, 3, 4, 5, 6, 7, 1030, 1032, 1034)
"""fcntl: duplicates, flags, locks, pipe size, seals; not F_SETOWN, which signals neighbours."""
PROCESS_OPTIONS = (3, 15, 16, 0x53564D41)
"""prctl: GET_DUMPABLE, SET_NAME, GET_NAME, SET_VMA (names of memory areas)."""
MEMORY_ADVICE = (0, 1, 2, 3, 4, 8, 14, 15, 16, 17)
"""madvise: patterns of use, DONTNEED, FREE, huge pages, core dumps; not KSM, COLD, PAGEOUT."""
FUTEX_OPERATIONS, FUTEX_FLAGS = (0, 1, 3, 4, 5, 9, 10), 0x180
"""futex: waiting, waking, requeueing; not the priority-inheriting ones, which glibc takes for a
kind of lock that nothing here makes, and which kernels have been broken by."""


def _rules() -> Mapping[str, Rule]:
    """The calls that depend on what is asked for, in the calling process."""
    own = [os.getpid()]
    return {
        "clone": _only(0, [CLONE_THREAD], CLONE_NAMESPACES | CLONE_THREAD),
        "futex": _only(1, FUTEX_OPERATIONS, _WORD ^ FUTEX_FLAGS),
        "mmap": Rule(
            3,
            MAP_SHARED | MAP_ANONYMOUS | MAP_GROWSDOWN,
            UNCOUNTED,
            ERRNO | errno.ENOMEM,
            ALLOW,
        ),
        "madvise": _only(2, MEMORY_ADVICE),
        # a datagram to an address needs no connect: the system's log is such a socket
        "sendto": _only(5, [0]),
        "kill": _only(0, own),
        "tgkill": _only(0, own),
        "prlimit64": _only(0, [0]),
        "socketpair": _only(0, [1]),
        "prctl": _only(0, PROCESS_OPTIONS),
        "ioctl": _only(1, TERMINAL_REQUESTS),
        "fcntl": _only(1, DESCRIPTOR_COMMANDS),
    }


def number(name: str) -> int:
    """The call's number here. Raises ValueError on an architecture without a table."""
    return _architecture(platform.machine())[1][name]


def _architecture(machine: str) -> tuple[int, Mapping[str, int]]:
    if machine not in ARCHITECTURES:
        raise ValueError(f"no table of system calls for {machine}")
    return ARCHITECTURES[machine]


class Program:
    """BPF instructions; every conditional block is self-contained, so jumps stay short."""

    def __init__(self) -> None:
        self.code = b""

    def add(self, operation: int, value: int, if_true: int = 0, if_false: int = 0) -> None:
        self.code += struct.pack("=HBBI", operation, if_true, if_false, value & 0xFFFFFFFF)

    def always(self, call: int, verdict: int) -> None:
        self.add(JUMP_EQUAL, call, 0, 1)
        self.add(RETURN, verdict)

    def judge(self, call: int, rule: Rule) -> None:
        self.add(JUMP_EQUAL, call, 0, 4 * len(rule.values) + 1)
        for value in rule.values:
            self.add(LOAD, 16 + 8 * rule.argument)  # the low word of seccomp_data.args[argument]
            self.add(AND, rule.mask)
            self.add(JUMP_EQUAL, value, 0, 1)
            self.add(RETURN, rule.verdict)
        self.add(RETURN, rule.other)


def program(machine: str | None = None) -> bytes:
    """The filter of the calling process, for the running machine or the one that is named.
    Raises ValueError on an unknown architecture."""
    audit, numbers = _architecture(machine or platform.machine())
    filters, rules = Program(), _rules()
    filters.add(LOAD, 4)
    filters.add(JUMP_EQUAL, audit, 1, 0)  # another architecture's numbers mean other calls
    filters.add(RETURN, KILL)
    filters.add(LOAD, 0)
    for name, rule in rules.items():
        filters.judge(numbers[name], rule)
    for name in numbers.keys() - rules.keys() - {"clone3"}:
        filters.always(numbers[name], _REFUSE if name in REFUSED else ALLOW)
    # clone3 too, whose flags no filter can see; glibc then uses clone
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
