# tries: take 10 GB of memory at once, by every way to ask for it
# stopped by: limits, seccomp, scratch
# honest: 12
import ctypes
import mmap
import os

import numpy as np
import tensorflow as tf

SIZE = 10 << 30
PRIVATE, SHARED, ANONYMOUS, GROWSDOWN, NORESERVE, HUGE = 2, 1, 0x20, 0x100, 0x4000, 0x40000
libc = ctypes.CDLL(None, use_errno=True)
libc.mmap.restype = ctypes.c_void_p


def in_file():
    file = os.open("big", os.O_RDWR | os.O_CREAT)
    os.ftruncate(file, SIZE)
    return len(mmap.mmap(file, SIZE))


def mapped(flags, size=SIZE):
    address = libc.mmap(None, ctypes.c_size_t(size), 3, flags, -1, ctypes.c_long(0))
    return "refused" if address in (None, 2**64 - 1) else "got it"


def attempt(what, act):
    try:
        print(what, act(), flush=True)
    except (MemoryError, OSError, tf.errors.OpError) as error:
        print(what, type(error).__name__, flush=True)


attempt("bytearray", lambda: len(bytearray(SIZE)))
attempt("string", lambda: len("x" * SIZE))
attempt("list", lambda: len([None] * (SIZE // 8)))
attempt("numpy", lambda: np.ones(SIZE // 8).sum())
attempt("tensorflow", lambda: float(tf.reduce_sum(tf.zeros([SIZE // 4]))))
attempt("private", lambda: mapped(PRIVATE | ANONYMOUS | NORESERVE))
attempt("shared", lambda: mapped(SHARED | ANONYMOUS))
attempt("validated", lambda: mapped(3 | ANONYMOUS))
attempt("as a stack", lambda: [mapped(PRIVATE | ANONYMOUS | GROWSDOWN, 1 << 30) for _ in range(9)])
attempt("huge pages", lambda: mapped(PRIVATE | ANONYMOUS | HUGE))
attempt("file", in_file)


def my_huber_loss(y_true, y_pred):
    size = tf.abs(y_true - y_pred)
    return tf.where(size <= 1.0, 0.5 * tf.square(size), size - 0.5)
