# tries: reach a world-readable file by links, /proc, path handles and copies made by the kernel
# stopped by: view, landlock, seccomp, processes
# honest: 0
import ctypes
import os
import pathlib
import shutil

SECRET = "@SECRET@"
libc = ctypes.CDLL(None, use_errno=True)


def attempt(what, act):
    try:
        print(what, act())
    except BaseException as error:
        print(what, type(error).__name__, error)


def by_path_handle():
    folder = os.open(os.path.dirname(SECRET), os.O_PATH)
    file = os.open(os.path.basename(SECRET), os.O_PATH, dir_fd=folder)
    return open(f"/proc/self/fd/{file}").read()


def by_openat2():
    how = (ctypes.c_uint64 * 3)(0, 0, 0)
    file = libc.syscall(437, -100, SECRET.encode(), how, 24)
    return os.read(file, 4096)


def by_link(link):
    link(SECRET, "link")
    return open("link").read()


attempt("open", lambda: open(SECRET).read())
attempt("root", lambda: open(f"/proc/self/root{SECRET}").read())
attempt("cwd", lambda: open(f"/proc/self/cwd/../../../..{SECRET}").read())
attempt("thread", lambda: open(f"/proc/thread-self/root{SECRET}").read())
attempt("parent", lambda: open(f"/proc/{os.getppid()}/root{SECRET}").read())
attempt("handle", by_path_handle)
attempt("openat2", by_openat2)
attempt("symbolic link", lambda: by_link(os.symlink))
attempt("hard link", lambda: by_link(os.link))
attempt("copy", lambda: shutil.copy(SECRET, "copy") and open("copy").read())
attempt("sendfile", lambda: os.sendfile(1, os.open(SECRET, os.O_RDONLY), 0, 4096))
attempt("write", lambda: open(SECRET, "r+").read())
attempt("rename", lambda: os.rename(SECRET, "mine") or open("mine").read())
attempt("up", lambda: os.chdir("/.." * 9) or open("../.." + SECRET).read())
attempt("stat", lambda: os.stat(SECRET).st_size)
attempt("list", lambda: list(pathlib.Path(SECRET).parent.iterdir()))
