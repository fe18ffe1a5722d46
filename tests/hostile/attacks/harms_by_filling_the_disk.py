# tries: fill the disk by long files, by many files and folders, and by deleted ones
# stopped by: scratch, limits
# honest: 12
import os

import tensorflow as tf


def attempt(what, act):
    try:
        print(what, act())
    except OSError as error:
        print(what, error.strerror)


def long_file(name):
    with open(name, "wb") as file:
        for _ in range(64):
            file.write(bytes(1 << 20))


def sparse():
    with open("sparse", "wb") as file:
        file.seek(1 << 30)
        file.write(b"x")


def deep():
    for depth in range(2000):
        os.mkdir("d")
        os.chdir("d")
    return depth


here = os.getcwd()
for number in range(8):
    attempt("long", lambda number=number: long_file(f"long-{number}"))
attempt("sparse", sparse)
attempt("allocate", lambda: os.posix_fallocate(os.open("a", os.O_RDWR | os.O_CREAT), 0, 1 << 30))
attempt("many", lambda: [open(f"file-{number}", "w").close() for number in range(10_000)])
print("files:", len(os.listdir(here)))
for name in os.listdir(here)[:50]:
    kept = os.open(name, os.O_RDWR)  # open, and gone from the listing
    os.unlink(name)
attempt("deep", deep)
os.chdir(here)
print(os.listdir(here))


def my_huber_loss(y_true, y_pred):
    size = tf.abs(y_true - y_pred)
    return tf.where(size <= 1.0, 0.5 * tf.square(size), size - 0.5)
