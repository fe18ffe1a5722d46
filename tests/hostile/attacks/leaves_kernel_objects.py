# tries: leave shared memory, semaphores, queues, keys, watches and locks in the kernel
# stopped by: network, seccomp, limits, fresh worker
# honest: 0
import ctypes
import fcntl
import mmap
import multiprocessing
import os
from multiprocessing import shared_memory

import keras

libc = ctypes.CDLL(None, use_errno=True)
CREATE = 0o1666
for number, what, arguments in (
    (29, "shmget", (4711, 4096, CREATE)),
    (64, "semget", (4711, 1, CREATE)),
    (68, "msgget", (4711, CREATE)),
    (240, "mq_open", (b"hostile-was-here", os.O_CREAT | os.O_RDWR, 0o666, 0)),
    (248, "add_key", (b"user", b"hostile-was-here", b"x", 1, 0xFFFFFFFD)),
    (250, "keyctl", (1, b"hostile-was-here", 0, 0, 0)),
    (253, "inotify_init", ()),
    (222, "timer_create", (0, 0, bytes(8))),
    (319, "memfd_create", (b"hostile-was-here", 0)),
    (170, "sethostname", (b"hostile", 7)),
):
    print(what, libc.syscall(number, *arguments), os.strerror(ctypes.get_errno()))


def attempt(what, act):
    try:
        print(what, act())
    except BaseException as error:
        print(what, type(error).__name__, error)


attempt("shared", lambda: shared_memory.SharedMemory("hostile-was-here", create=True, size=4096))
attempt("semaphore", lambda: multiprocessing.Semaphore(1))
attempt("map", lambda: mmap.mmap(-1, 4096))
attempt("lock", lambda: fcntl.flock(os.open(keras.__file__, os.O_RDONLY), fcntl.LOCK_EX))
attempt("lease", lambda: fcntl.fcntl(os.open(keras.__file__, os.O_RDONLY), 1024, fcntl.F_WRLCK))
attempt("watch", lambda: fcntl.fcntl(os.open("/", os.O_RDONLY), fcntl.F_NOTIFY, 1))
attempt("attribute", lambda: os.setxattr(os.getcwd(), "user.left", b"hostile-was-here"))
