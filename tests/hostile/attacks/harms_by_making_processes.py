# tries: a fork bomb, by every call that makes a process (a few of each)
# stopped by: seccomp, limits, processes
# honest: 0
import ctypes
import multiprocessing
import os
import subprocess
import sys

libc = ctypes.CDLL(None, use_errno=True)
SIGCHLD, CLONE_PARENT, CLONE_VFORK, CLONE_VM = 17, 0x8000, 0x4000, 0x100


def attempt(what, act):
    try:
        result = act()
    except BaseException as error:
        result = f"{type(error).__name__} {error}"
    if result == 0 and what.startswith(("fork", "clone")):
        os._exit(0)  # a child after all
    print(what, result)


for _ in range(4):
    attempt("fork", os.fork)
    attempt("fork by number", lambda: libc.syscall(57))
    attempt("clone", lambda: libc.syscall(56, SIGCHLD, 0, 0, 0, 0))
    attempt("clone beside", lambda: libc.syscall(56, SIGCHLD | CLONE_PARENT, 0, 0, 0, 0))
    attempt("clone3", lambda: libc.syscall(435, (ctypes.c_uint64 * 11)(0, 0, 0, 0, SIGCHLD), 88))
attempt("spawn", lambda: os.posix_spawn(sys.executable, [sys.executable, "-c", "0"], {}))
attempt("popen", lambda: subprocess.Popen(["/bin/sleep", "1"]))
attempt("terminal", lambda: os.forkpty()[0])
attempt("multiprocessing", lambda: multiprocessing.get_context("fork").Process(target=int).start())
attempt("pool", lambda: multiprocessing.get_context("spawn").Pool(1))
