# tries: leave files, shared memory, semaphores, a socket and processes for later hand-ins to find
# stopped by: scratch, network, processes, seccomp, landlock, fresh worker
# honest: 0
import ctypes
import os
import pathlib
import socket
import threading
import time

libc = ctypes.CDLL(None, use_errno=True)


def attempt(what, act):
    try:
        print(what, act())
    except BaseException as error:
        print(what, type(error).__name__, error)


def stay():
    """A grandchild in a session of its own, which nobody waits for."""
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            time.sleep(60)
        os._exit(0)


def spawn():
    """The same past Python's own functions: vfork by its number."""
    if libc.syscall(58) == 0:
        time.sleep(60)
        os._exit(0)


def listen():
    door = socket.socket(socket.AF_UNIX)
    door.bind("\0autograder-hostile")
    door.listen()


for folder in ("/tmp", "/var/tmp", "/dev/shm", "/run", "/", "..", "@COURSE@"):
    attempt(folder, lambda: pathlib.Path(folder, "hostile-was-here").touch())
    attempt(folder, lambda: print(os.listdir(folder)))
attempt("segment", lambda: libc.shmget(0x60D, 4096, 0o1666))
attempt("semaphore", lambda: libc.semget(0x60D, 1, 0o1666))
attempt("queue", lambda: libc.msgget(0x60D, 0o1666))
attempt("socket", listen)
attempt("process", stay)
attempt("process", spawn)
threading.Thread(target=lambda: time.sleep(60)).start()
