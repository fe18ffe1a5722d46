# tries: uncover the machine's own root folder, or mount it again, by every call that mounts
# stopped by: user, seccomp
# honest: 0
import ctypes
import os

libc = ctypes.CDLL(None, use_errno=True)


def call(what, *arguments):
    result = libc.syscall(*arguments)
    print(what, result, os.strerror(ctypes.get_errno()))
    return result


os.makedirs("root/old")
BIND, MOVE, REMOUNT, DETACH = 0x1000, 0x2000, 0x20, 2
call("detach the root", 166, b"/", DETACH)
call("detach scratch", 166, b"/autograder-scratch", DETACH)
call("detach .old", 166, b"/.old", DETACH)
call("bind", 165, b"/", b"root", b"none", BIND, None)
call("move", 165, b"/", b"root", b"none", MOVE, None)
call("write", 165, b"none", b"/", b"none", REMOUNT, None)
for kind in (b"proc", b"sysfs", b"devtmpfs", b"tmpfs", b"overlay", b"fuse", b"debugfs"):
    call(kind, 165, b"none", b"root", kind, 0, None)
call("pivot_root", 155, b"root", b"root/old")
call("chroot", 161, b"root")
tree = call("open_tree", 428, -100, b"/", 1)
call("move_mount", 429, tree, b"", -100, b"root", 4)
call("fsopen", 430, b"proc", 0)
call("fspick", 433, -100, b"/", 0)
call("mount_setattr", 442, -100, b"/", 0, None, 0)
for path in ("root@SECRET@", "/.old@SECRET@", "@SECRET@"):
    try:
        print(open(path).read())
    except OSError as error:
        print(path, error.strerror)
