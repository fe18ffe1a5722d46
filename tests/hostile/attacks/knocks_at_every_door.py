# tries: every bait there is: files, servers, the process table, shared memory, the environment
# stopped by: view, landlock, network, processes, seccomp, scratch
# honest: 0
import ctypes
import os
import pathlib
import socket


def attempt(what, act):
    try:
        print(what, act())
    except BaseException as error:
        print(what, type(error).__name__, error)


def listen(family, address):
    with socket.socket(family) as door:
        door.settimeout(1)
        door.connect(address)
        return door.recv(200)


def attach():
    libc = ctypes.CDLL(None)
    libc.shmat.restype = ctypes.c_void_p
    address = libc.shmat(libc.shmget(int("@SHM@"), 0, 0), None, 0)
    return ctypes.string_at(address, 100) if address not in (None, 2**64 - 1) else "nothing"


def memory():
    with open("/proc/@PID@/maps") as maps, open("/proc/@PID@/mem", "rb") as content:
        for line in maps:
            if "[heap]" in line or "[stack]" in line:
                start, end = (int(part, 16) for part in line.split()[0].split("-"))
                content.seek(start)
                print(content.read(end - start))


files = [
    "@SECRET@",
    "/dev/shm/@DEVSHM@",
    "@COURSE@/solutions/custom_losses/master.py",
    "@COURSE@/solutions/custom_losses/quiz.toml",
    "@COURSE@/solutions/custom_losses/graders/test_losses.py",
    "/proc/@PID@/cmdline",
    "/proc/@PID@/environ",
    "/proc/self/environ",
    "/proc/1/environ",
]
for path in files:
    attempt(path, lambda: pathlib.Path(path).read_bytes()[:2000])
for folder in ("/", "/tmp", "/dev/shm", "/proc", "@COURSE@", os.path.expanduser("~")):
    attempt(folder, lambda: os.listdir(folder))
    attempt(folder, lambda: pathlib.Path(folder, "hostile-was-here").touch())
attempt("tcp", lambda: listen(socket.AF_INET, ("127.0.0.1", int("@PORT@"))))
attempt("unix", lambda: listen(socket.AF_UNIX, "@SOCKET@"))
attempt("abstract", lambda: listen(socket.AF_UNIX, "\0@ABSTRACT@"))
attempt("segment", attach)
attempt("memory", memory)
attempt("environment", lambda: dict(os.environ))
