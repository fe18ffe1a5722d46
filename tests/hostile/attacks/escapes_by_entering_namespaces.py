# tries: enter the namespaces of the grader, or make new ones in which it is root
# stopped by: seccomp, processes, landlock, user
# honest: 0
import ctypes
import os

libc = ctypes.CDLL(None, use_errno=True)
KINDS = {"mnt": 0x20000, "net": 0x40000000, "pid": 0x20000000, "ipc": 0x8000000}
KINDS |= {"user": 0x10000000, "uts": 0x4000000, "cgroup": 0x2000000, "time": 0x80}
for kind, flag in KINDS.items():
    for pid in ("1", "@PID@", str(os.getppid()), "self"):
        try:
            handle = os.open(f"/proc/{pid}/ns/{kind}", os.O_RDONLY)
            print(kind, pid, libc.setns(handle, flag), os.strerror(ctypes.get_errno()))
        except OSError as error:
            print(kind, pid, error.strerror)
    print("unshare", kind, libc.unshare(flag), os.strerror(ctypes.get_errno()))
    print("clone", kind, libc.syscall(56, flag | 0x00010000, 0, 0, 0, 0), ctypes.get_errno())
    arguments = (ctypes.c_uint64 * 11)(flag)
    print("clone3", kind, libc.syscall(435, arguments, 88), ctypes.get_errno())
for file, text in {"setgroups": "deny", "uid_map": "0 0 1", "gid_map": "0 0 1"}.items():
    try:
        open(f"/proc/self/{file}", "w").write(text)
    except OSError as error:
        print(file, error.strerror)
print(os.getuid())
