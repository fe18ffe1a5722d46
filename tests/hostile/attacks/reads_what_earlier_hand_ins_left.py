# tries: find files, shared memory, keys and sockets of hand-ins that were graded before
# stopped by: fresh worker, scratch, network, view, seccomp
# honest: 0
import ctypes
import os
import sys

libc = ctypes.CDLL(None, use_errno=True)
for folder in ("/autograder-scratch", "/tmp", "/var/tmp", "/dev/shm", "/run", ".", os.environ["HOME"]):
    for parent, folders, files in os.walk(folder):
        print(parent, folders, files)
        for file in files:
            print(open(os.path.join(parent, file), "rb").read(200))
for number, what, arguments in (
    (29, "shmget", (int("@SHM@"), 0, 0)),
    (30, "shmat", (0, 0, 0)),
    (31, "shmctl", (0, 13, 0)),
    (64, "semget", (1, 1, 0)),
    (68, "msgget", (1, 0)),
    (240, "mq_open", (b"/left", 0, 0, 0)),
    (249, "request_key", (b"user", b"left", b"", 0xFFFFFFFD)),
    (250, "keyctl", (11, 0xFFFFFFFD, 0, 0, 0)),
    (253, "inotify_init", ()),
    (300, "fanotify_init", (0, 0)),
):
    print(what, libc.syscall(number, *arguments), os.strerror(ctypes.get_errno()))
try:
    print(open("/dev/shm/@DEVSHM@").read())
except OSError as error:
    print(error)
left = [name for name in sys.modules if name.startswith(("left", "hostile"))]
print(left, getattr(sys, "left", None), [f for f in range(3, 200) if os.path.exists(f"/dev/fd/{f}")])
