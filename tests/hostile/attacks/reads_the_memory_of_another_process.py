# tries: read the bystander's, the grader's and the zygote's memory by the debugger's calls
# stopped by: processes, seccomp, user
# honest: 0
import ctypes
import os

libc = ctypes.CDLL(None, use_errno=True)
PTRACE_ATTACH, PTRACE_SEIZE = 16, 0x4206
PROCESS_VM_READV, PIDFD_OPEN, PIDFD_GETFD, KCMP, PROCESS_MADVISE = 310, 434, 438, 312, 440


def call(what, *arguments):
    ctypes.set_errno(0)
    result = libc.syscall(*arguments)
    print(what, result, os.strerror(ctypes.get_errno()))
    return result


class Span(ctypes.Structure):
    _fields_ = [("base", ctypes.c_void_p), ("length", ctypes.c_size_t)]


buffer = ctypes.create_string_buffer(4096)
for pid in (int("@PID@"), os.getppid(), 1, 2):
    here, there = Span(ctypes.addressof(buffer), 4096), Span(0x400000, 4096)
    call("vm_readv", PROCESS_VM_READV, pid, ctypes.byref(here), 1, ctypes.byref(there), 1, 0)
    call("attach", 101, PTRACE_ATTACH, pid, 0, 0)
    call("seize", 101, PTRACE_SEIZE, pid, 0, 0)
    handle = call("pidfd_open", PIDFD_OPEN, pid, 0)
    for descriptor in range(8):
        call("pidfd_getfd", PIDFD_GETFD, handle, descriptor, 0)
    call("kcmp", KCMP, os.getpid(), pid, 0, 0, 0)
    call("get_robust_list", 274, pid, ctypes.byref(here), ctypes.byref(there))
    try:
        print(open(f"/proc/{pid}/mem", "rb").read(1))
    except OSError as error:
        print(error)
print(buffer.raw.strip(b"\0"))
