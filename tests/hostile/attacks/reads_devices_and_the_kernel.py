# tries: read the disk, the memory and the kernel's own tables through their device files
# stopped by: view, landlock, user, seccomp
# honest: 0
import ctypes
import glob
import mmap
import os
import stat

for path in """/dev/mem /dev/kmem /dev/port /dev/kmsg /dev/vda /dev/sda /dev/nvme0n1 /dev/fuse
/dev/tty /dev/ptmx /dev/pts/0 /dev/console /dev/zero /dev/full /dev/random /dev/shm /dev/fd/3
/dev/kvm /dev/net/tun /proc/kcore /proc/kallsyms /proc/kmsg /proc/sysrq-trigger /proc/config.gz
/proc/sys/kernel/core_pattern /sys/kernel/debug /sys/kernel/security /sys/fs/cgroup
/sys/devices/virtual/dmi/id/product_uuid""".split():
    try:
        with open(path, "rb") as file:
            print(path, file.read(64))
    except OSError as error:
        print(path, error.strerror)
print(glob.glob("/dev/*"), glob.glob("/sys/*"), glob.glob("/sys/devices/*"))
try:
    os.mknod("memory", stat.S_IFCHR | 0o666, os.makedev(1, 1))
    print(mmap.mmap(os.open("memory", os.O_RDWR), 4096, offset=0)[:64])
except OSError as error:
    print("mknod", error)
libc = ctypes.CDLL(None, use_errno=True)
text = ctypes.create_string_buffer(4096)
for number, arguments in {103: (3, text, 4096), 173: (0, 0xFFFF, 1), 172: (3,), 246: (0,)}.items():
    print(number, libc.syscall(number, *arguments), os.strerror(ctypes.get_errno()))
print(text.value)
