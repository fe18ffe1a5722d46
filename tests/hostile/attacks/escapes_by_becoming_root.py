# tries: become root or anybody else, win capabilities back, and take the walls down
# stopped by: user, seccomp, limits
# honest: 0
import ctypes
import os
import resource

libc = ctypes.CDLL(None, use_errno=True)


def attempt(what, act):
    try:
        print(what, act(), os.strerror(ctypes.get_errno()))
    except BaseException as error:
        print(what, type(error).__name__, error)


for identity in (0, 1, 1000, 60578, 60579):
    attempt("setuid", lambda identity=identity: os.setuid(identity))
    attempt("setresuid", lambda identity=identity: os.setresuid(identity, identity, identity))
    attempt("setgid", lambda identity=identity: os.setgid(identity))
    attempt("setgroups", lambda identity=identity: os.setgroups([identity]))
    attempt("setfsuid", lambda identity=identity: libc.setfsuid(identity))
everything = (ctypes.c_uint32 * 6)(*[0xFFFFFFFF] * 6)
header = (ctypes.c_uint32 * 2)(0x20080522, 0)
attempt("capset", lambda: libc.capset(header, everything))
DUMPABLE, KEEPCAPS, SECUREBITS, NO_NEW_PRIVS, AMBIENT, SECCOMP, PTRACER = 4, 8, 28, 38, 47, 22, 0x59616D61
for option in (DUMPABLE, KEEPCAPS, SECUREBITS, NO_NEW_PRIVS, AMBIENT, SECCOMP, PTRACER):
    attempt(option, lambda option=option: libc.prctl(option, 1, 0, 0, 0))
for name in ("RLIMIT_NPROC", "RLIMIT_DATA", "RLIMIT_NOFILE", "RLIMIT_FSIZE", "RLIMIT_CPU"):
    limit = getattr(resource, name)
    free = (resource.RLIM_INFINITY, resource.RLIM_INFINITY)
    attempt(name, lambda limit=limit, free=free: resource.setrlimit(limit, free))
for program in ("/usr/bin/su", "/usr/bin/sudo", "/usr/bin/pkexec", "/usr/bin/newuidmap"):
    attempt(program, lambda program=program: os.execv(program, [program]))
print(os.getresuid(), os.getresgid(), os.getgroups())
