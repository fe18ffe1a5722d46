# tries: signal the grader, the zygote, the neighbours and a bystander, or slow them down
# stopped by: processes, seccomp, landlock, user
# honest: 0
import ctypes
import fcntl
import os
import resource
import signal

libc = ctypes.CDLL(None, use_errno=True)
F_SETOWN, F_SETSIG, F_SETOWN_EX, O_ASYNC = 8, 10, 15, 0o20000


def attempt(what, act):
    try:
        print(what, act(), os.strerror(ctypes.get_errno()))
    except BaseException as error:
        print(what, type(error).__name__, error)


def by_file(pid):
    reader, writer = os.pipe()
    fcntl.fcntl(reader, F_SETOWN, pid)
    fcntl.fcntl(reader, F_SETSIG, signal.SIGWINCH)  # harmless, if it should come through
    fcntl.fcntl(reader, fcntl.F_SETFL, O_ASYNC)
    os.write(writer, b"x")


for pid in (os.getppid(), int("@PID@"), 2, -1, 0, -int("@PID@")):
    attempt(f"kill {pid}", lambda pid=pid: os.kill(pid, 0))
    attempt("tgkill", lambda pid=pid: libc.syscall(234, pid, pid, 0))
    attempt("tkill", lambda pid=pid: libc.syscall(200, pid, 0))
    attempt("queue", lambda pid=pid: libc.syscall(129, pid, 0, bytes(128)))
    attempt("pidfd", lambda pid=pid: libc.syscall(424, libc.syscall(434, pid, 0), 0, None, 0))
    attempt("owner", lambda pid=pid: by_file(pid))
    attempt("nice", lambda pid=pid: os.setpriority(os.PRIO_PROCESS, pid, 19))
    attempt("core", lambda pid=pid: os.sched_setaffinity(pid, {0}))
    attempt("idle", lambda pid=pid: os.sched_setscheduler(pid, os.SCHED_IDLE, os.sched_param(0)))
    attempt("disk", lambda pid=pid: libc.syscall(251, 1, pid, 3 << 13))
    attempt("limit", lambda pid=pid: resource.prlimit(pid, resource.RLIMIT_NOFILE))
attempt("group", lambda: os.killpg(os.getpgid(os.getppid()), 0))
attempt("new group", lambda: os.setpgid(0, 0))
attempt("all cores", lambda: os.sched_setaffinity(0, range(os.cpu_count())))
attempt("real time", lambda: os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(99)))
attempt("first", lambda: os.nice(-20))
attempt("killed last", lambda: open("/proc/self/oom_score_adj", "w").write("-1000"))
