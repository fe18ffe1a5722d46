"""The filter's verdict on every system call, by a reading of the program of the test's own."""

from __future__ import annotations

import errno
import os
import platform
import struct
import subprocess
import sys
from collections.abc import Callable, Sequence

import pytest

from autograder import seccomp

ALLOWED, KILLED = "allowed", "killed"
MACHINES = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
WORD = (1 << 64) - 1

NUMBERS = {
    # from the kernel's headers: asm/unistd_64.h and asm-generic/unistd.h
    "read": (0, 63),
    "write": (1, 64),
    "open": (2, None),
    "mmap": (9, 222),
    "mprotect": (10, 226),
    "brk": (12, 214),
    "ioctl": (16, 29),
    "madvise": (28, 233),
    "socket": (41, 198),
    "connect": (42, 203),
    "sendto": (44, 206),
    "socketpair": (53, 199),
    "clone": (56, 220),
    "fork": (57, None),
    "vfork": (58, None),
    "execve": (59, 221),
    "exit": (60, 93),
    "kill": (62, 129),
    "fcntl": (72, 25),
    "rename": (82, None),
    "chmod": (90, None),
    "ptrace": (101, 117),
    "capset": (126, 91),
    "pivot_root": (155, 41),
    "prctl": (157, 167),
    "arch_prctl": (158, None),
    "mount": (165, 40),
    "futex": (202, 98),
    "getdents64": (217, 61),
    "exit_group": (231, 94),
    "tgkill": (234, 131),
    "openat": (257, 56),
    "newfstatat": (262, 79),
    "unshare": (272, 97),
    "renameat2": (316, 276),
    "getrandom": (318, 278),
    "prlimit64": (302, 261),
    "memfd_create": (319, 279),
    "execveat": (322, 281),
    "statx": (332, 291),
    "rseq": (334, 293),
    "clone3": (435, 435),
    "close_range": (436, 436),
}

# fmt: off
REFUSED = [
    "accept", "bind", "capset", "chmod", "chown", "connect", "execve", "execveat", "fchmod",
    "fchmodat", "fchmodat2", "fchown", "fchownat", "fork", "fsetxattr", "futimesat", "getsockopt",
    "lchown",
    "link", "linkat", "listen", "lsetxattr", "memfd_create", "mknod", "mknodat", "mount",
    "pivot_root", "ptrace", "sched_setaffinity", "setns", "setpriority", "setsid", "setuid",
    "setxattr", "shmget", "socket", "symlink", "symlinkat", "truncate", "umount2", "unshare",
    "utime", "utimensat", "utimes", "vfork",
]
# fmt: on

ABSENT = {
    # the page cache is shared with the grader; the rest is a kernel's attack surface
    "mincore": (27, 232),
    "sendmsg": (46, 211),
    "setsockopt": (54, 208),
    "process_vm_readv": (310, 270),
    "perf_event_open": (298, 241),
    "fadvise64": (221, 223),
    "add_key": (248, 217),
    "keyctl": (250, 219),
    "bpf": (321, 280),
    "userfaultfd": (323, 282),
    "io_uring_setup": (425, 425),
    "pidfd_open": (434, 434),
    "pidfd_getfd": (438, 438),
    "process_madvise": (440, 440),
    "landlock_create_ruleset": (444, 444),
    "memfd_secret": (447, 447),
}


def run(code: bytes, architecture: int, number: int, arguments: Sequence[int]) -> str:
    """What classic BPF answers for ``struct seccomp_data``, as in the kernel's documentation."""
    padded = [*arguments, *[0] * (6 - len(arguments))]
    data = struct.pack("<IIQ6Q", number & 0xFFFFFFFF, architecture, 0, *padded)
    instructions = list(struct.iter_unpack("<HBBI", code))
    accumulator = position = 0
    while True:
        operation, if_true, if_false, value = instructions[position]
        position += 1
        if operation == 0x20:  # BPF_LD | BPF_W | BPF_ABS
            (accumulator,) = struct.unpack_from("<I", data, value)
        elif operation == 0x54:  # BPF_ALU | BPF_AND | BPF_K
            accumulator &= value
        elif operation == 0x15:  # BPF_JMP | BPF_JEQ | BPF_K
            position += if_true if accumulator == value else if_false
        else:
            assert operation == 0x06, hex(operation)  # BPF_RET | BPF_K
            return spoken(value)


def spoken(verdict: int) -> str:
    action, data = verdict & 0xFFFF0000, verdict & 0xFFFF
    if action == 0x00050000:
        return errno.errorcode[data]
    return {0x7FFF0000: ALLOWED, 0x80000000: KILLED}[action]


Ask = Callable[..., str]


@pytest.fixture(params=MACHINES)
def machine(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def ask(machine: str) -> Ask:
    """``ask(name or number, *arguments)``: the verdict."""
    code, table = seccomp.program(machine), seccomp.ARCHITECTURES[machine][1]

    def verdict(call: str | int, *arguments: int) -> str:
        number = table[call] if isinstance(call, str) else call
        return run(code, MACHINES[machine], number, arguments)

    return verdict


def column(machine: str) -> int:
    return list(MACHINES).index(machine)


def test_the_tables_have_the_kernels_numbers(machine: str) -> None:
    audit, table = seccomp.ARCHITECTURES[machine]
    assert audit == MACHINES[machine]
    expected = {name: numbers[column(machine)] for name, numbers in NUMBERS.items()}
    assert {name: table.get(name) for name in NUMBERS} == expected


def test_no_number_stands_for_two_calls(machine: str) -> None:
    table = seccomp.ARCHITECTURES[machine][1]
    assert len(set(table.values())) == len(table)


def test_every_number_beyond_the_table_is_unknown(machine: str, ask: Ask) -> None:
    known = set(seccomp.ARCHITECTURES[machine][1].values())
    beyond = {number for number in range(600) if ask(number) != "ENOSYS"}
    assert beyond == known - {435}  # clone3: no filter can see its flags
    for number in (1 << 20, 0x40000000, 0x40000000 | 59, 0x7FFFFFFF, WORD):
        assert ask(number) == "ENOSYS"


@pytest.mark.parametrize("name", ABSENT)
def test_what_no_library_needs_is_unknown(name: str, machine: str, ask: Ask) -> None:
    assert ask(ABSENT[name][column(machine)], 0, 0, 0) == "ENOSYS"


def test_another_architecture_ends_the_process(machine: str) -> None:
    code = seccomp.program(machine)
    others = {0x40000003, 0xC000003E, 0xC00000B7, 0x40000028, 0} - {MACHINES[machine]}
    assert {run(code, other, 0, []) for other in others} == {KILLED}


@pytest.mark.parametrize("name", REFUSED)
def test_what_a_library_may_try_is_refused_whatever_it_asks(
    name: str, machine: str, ask: Ask
) -> None:
    table = seccomp.ARCHITECTURES[machine][1]
    if name in table:
        assert {ask(name, *[each] * 6) for each in (0, 1, os.getpid(), WORD)} == {"EPERM"}
    else:
        assert machine == "aarch64"


@pytest.mark.parametrize(
    "name", ["read", "write", "openat", "munmap", "brk", "exit_group", "getdents64", "newfstatat"]
)
def test_the_daily_bread_is_allowed(name: str, ask: Ask) -> None:
    assert {ask(name, *[each] * 6) for each in (0, 1, WORD)} == {ALLOWED}


THREAD = 0x3D0F00  # as glibc starts one


@pytest.mark.parametrize(
    ("flags", "verdict"),
    [
        (THREAD, ALLOWED),
        (0x11, "EPERM"),  # SIGCHLD: fork
        (0x01200011, "EPERM"),  # glibc's fork
        (0x4111, "EPERM"),  # vfork
        (THREAD & ~0x10000, "EPERM"),
        *[(THREAD | 1 << bit, "EPERM") for bit in (17, 25, 26, 27, 28, 29, 30)],
    ],
)
def test_clone_makes_threads_only(flags: int, verdict: str, ask: Ask) -> None:
    assert ask("clone", flags) == verdict


@pytest.mark.parametrize("name", ["kill", "tgkill"])
def test_signals_reach_nobody_but_oneself(name: str, ask: Ask) -> None:
    assert ask(name, os.getpid(), 9, 9) == ALLOWED
    others = [0, 1, os.getppid(), os.getpid() + 1, WORD, WORD - os.getpid()]
    assert {ask(name, other, os.getpid(), 9) for other in others} == {"EPERM"}


SHARED, PRIVATE, SHARED_VALIDATE, ANONYMOUS, GROWSDOWN, STACK = 1, 2, 3, 0x20, 0x100, 0x20000


@pytest.mark.parametrize(
    ("flags", "verdict"),
    [
        (PRIVATE, ALLOWED),
        (PRIVATE | ANONYMOUS, ALLOWED),
        (PRIVATE | ANONYMOUS | STACK, ALLOWED),
        (SHARED, ALLOWED),
        (SHARED | ANONYMOUS, "ENOMEM"),
        (SHARED_VALIDATE | ANONYMOUS, "ENOMEM"),
        (PRIVATE | ANONYMOUS | GROWSDOWN, "ENOMEM"),
        (PRIVATE | GROWSDOWN, "ENOMEM"),
        (SHARED | GROWSDOWN, "ENOMEM"),
        (SHARED | ANONYMOUS | GROWSDOWN | STACK, "ENOMEM"),
    ],
)
def test_memory_that_no_limit_counts_is_refused(flags: int, verdict: str, ask: Ask) -> None:
    assert ask("mmap", 0, 1 << 20, 3, flags, WORD, 0) == verdict
    assert ask("mmap", 0, 1 << 20, 3, flags | 1 << 40, WORD, 0) == verdict


def test_a_message_has_no_address(ask: Ask) -> None:
    assert ask("sendto", 3, 4096, 100, 0, 0, 0) == ALLOWED
    assert ask("sendto", 3, 4096, 100, 0, 8192, 16) == "EPERM"


@pytest.mark.parametrize(
    ("name", "argument", "allowed", "refused"),
    [
        ("socketpair", 0, [1], [0, 2, 10, 16, 17, 40]),  # AF_UNIX; inet, netlink, packet, vsock
        ("prlimit64", 0, [0], [1, os.getppid()]),
        ("prctl", 0, [3, 15, 16], [1, 4, 22, 35, 36, 38, 59, 0x59616D61]),
        ("ioctl", 1, [0x5401, 0x5413], [0x5412, 0x541C, 0x8901, 0x8902, 0x5452]),  # TIOCSTI, ...
        ("fcntl", 1, [0, 1, 2, 3, 4, 1030], [8, 10, 15, 1024, 1026, 1031, 1033]),  # F_SETOWN, ...
        ("madvise", 2, [0, 4, 8, 14], [9, 12, 20, 21, 100, 101]),  # KSM, COLD, PAGEOUT, ...
        ("futex", 1, [0, 1, 128, 129, 137, 393], [6, 7, 11, 12, 13, 134, 139, 1 << 10]),  # PI
    ],
)
def test_calls_with_many_uses_have_the_harmless_ones(
    name: str, argument: int, allowed: list[int], refused: list[int], ask: Ask
) -> None:
    before = [0] * argument
    assert {ask(name, *before, value) for value in allowed} == {ALLOWED}
    assert {ask(name, *before, value) for value in refused} == {"EPERM"}


def test_the_program_fits_the_kernel(machine: str) -> None:
    assert len(seccomp.program(machine)) // 8 < 4096  # BPF_MAXINSNS


def test_a_machine_without_a_table_is_an_error() -> None:
    with pytest.raises(ValueError, match="riscv64"):
        seccomp.program("riscv64")


def test_a_number_is_the_running_machines() -> None:
    assert seccomp.number("clone3") == 435
    expected = NUMBERS["pivot_root"][column(platform.machine())]
    assert seccomp.number("pivot_root") == expected


def installed(source: str) -> str:
    """What ``source`` prints behind the filter."""
    lock = "from autograder import seccomp; seccomp.install(seccomp.program())\n"
    command = [sys.executable, "-c", "import mmap, os, signal, socket, threading\n" + lock + source]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


@pytest.mark.parametrize(
    ("attempt", "error"),
    [
        ("os.fork()", "PermissionError"),
        ("os.kill(os.getppid(), 0)", "PermissionError"),
        ("os.execv('/bin/true', ['true'])", "PermissionError"),
        ("mmap.mmap(-1, 4096)", "OSError"),
        ("mmap.mmap(-1, 4096, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS | 0x100)", "OSError"),
        ("socket.socketpair(type=socket.SOCK_DGRAM)[0].sendto(b'x', '/no')", "PermissionError"),
        ("os.posix_fadvise(0, 0, 0, os.POSIX_FADV_DONTNEED)", "OSError"),
    ],
)
def test_the_kernel_reads_the_program_as_the_tests_do(attempt: str, error: str) -> None:
    source = f"try: {attempt}\nexcept OSError as error: print(type(error).__name__)"
    assert installed(source) == f"{error}\n"


def test_threads_sockets_and_memory_go_on_behind_the_filter() -> None:
    source = """
left, right = socket.socketpair()
thread = threading.Thread(target=left.sendall, args=(b"hello",))
thread.start(); thread.join()
print(right.recv(5), len(mmap.mmap(-1, 4096, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)))
"""
    assert installed(source) == "b'hello' 4096\n"
