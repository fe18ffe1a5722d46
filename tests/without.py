"""The command as on a machine that lacks something of the kernel's, the way containers forbid it:
``python -m tests.without unshare landlock -- check FILE``; another module as on such a machine,
after ``-- -m``."""

from __future__ import annotations

import errno
import os
import sys

from autograder import seccomp

CALLS = {"unshare": 272, "mount": 165, "landlock": 444}
"""System calls of x86_64 that can be taken away."""


def forbid(names: list[str]) -> None:
    """Let these calls fail with EPERM from now on, here and in every child."""
    program = seccomp.Program()
    program.add(seccomp.LOAD, 0)
    for name in names:
        program.add(seccomp.JUMP_EQUAL, CALLS[name], 0, 1)
        program.add(seccomp.RETURN, seccomp.ERRNO | errno.EPERM)
    program.add(seccomp.RETURN, seccomp.ALLOW)
    seccomp.install(program.code)


def main() -> None:
    end = sys.argv.index("--")
    forbid(sys.argv[1:end])
    given = sys.argv[end + 1 :]
    command = given if given[0] == "-m" else ["-m", "autograder", *given]
    os.execv(sys.executable, [sys.executable, *command])


main()
