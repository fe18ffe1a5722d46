# tries: walk out of the root folder: a chroot inside it, a descriptor kept outside, `..` for ever
# stopped by: view, landlock, seccomp
# honest: 0
import ctypes
import os

libc = ctypes.CDLL(None, use_errno=True)
outside = os.open(".", os.O_RDONLY | os.O_DIRECTORY)
os.mkdir("inner")
print("chroot", libc.chroot(b"inner"), os.strerror(ctypes.get_errno()))
os.fchdir(outside)
for _ in range(60):
    os.chdir("..")
print(os.getcwd(), os.stat(".").st_ino, os.stat("..").st_ino)
for start in (".", "/", "/..", "/proc/1/root", "/proc/1/cwd", "/proc/self/root/..", "/.old"):
    try:
        folder = os.open(start, os.O_PATH)
        print(start, os.fstat(folder).st_ino, os.readlink(start) if os.path.islink(start) else "")
        print(os.listdir(start))
        print(open(os.open("@SECRET@".lstrip("/"), os.O_RDONLY, dir_fd=folder)).read())
    except OSError as error:
        print(start, error.strerror)
for parent, folders, _ in os.walk("/"):
    if parent.count("/") < 3:
        print(parent, folders[:30])
    else:
        folders.clear()
