# tries: find a system call that was forgotten, by making all of them with senseless arguments
# stopped by: seccomp
# honest: 0
import ctypes
import errno
import os

libc = ctypes.CDLL(None, use_errno=True)
# those that end, stop or copy this very process, and what would disturb a machine without walls
LEFT_OUT = {15, 34, 35, 37, 56, 57, 58, 59, 60, 61, 62, 130, 153, 162, 231, 335, 336, 435}
FORBIDDEN = (errno.EPERM, errno.ENOSYS)


def verdict(number):
    ctypes.set_errno(0)
    result = libc.syscall(number, *[ctypes.c_long(-1)] * 6)
    return result, ctypes.get_errno()


answers = {number: verdict(number) for number in range(470) if number not in LEFT_OUT}
allowed = [number for number, (_, reason) in answers.items() if reason not in FORBIDDEN]
print("answered by the kernel:", allowed)
DANGEROUS = {
    "ptrace": 101, "mount": 165, "kexec_load": 246, "add_key": 248, "keyctl": 250,
    "perf_event_open": 298, "open_by_handle_at": 304, "setns": 308, "process_vm_readv": 310,
    "init_module": 175, "finit_module": 313, "seccomp": 317, "bpf": 321, "userfaultfd": 323,
    "io_uring_setup": 425, "pidfd_open": 434, "pidfd_getfd": 438, "landlock_create_ruleset": 444,
    "memfd_secret": 447, "io_setup": 206, "vmsplice": 278, "chroot": 161, "reboot": 169,
}  # fmt: skip
print("dangerous ones:", {name for name, number in DANGEROUS.items() if number in allowed})
print("still", os.getuid(), os.getcwd())
