# tries: read secrets by other programs: a shell, the dynamic linker, code in memory
# stopped by: seccomp, landlock, view
# honest: 0
import ctypes
import os
import subprocess
import sys

libc = ctypes.CDLL(None, use_errno=True)
COMMAND = ["/bin/cat", "@SECRET@", "@COURSE@/solutions/custom_losses/master.py"]


def attempt(what, act):
    try:
        print(what, act())
    except BaseException as error:
        print(what, type(error).__name__, error)


def in_memory():
    file = os.memfd_create("program", 0)
    os.write(file, open(sys.modules["_ctypes"].__file__, "rb").read())
    arguments = (ctypes.c_char_p * 2)(b"program", None)
    return libc.syscall(322, file, b"", arguments, None, 0x1000), ctypes.get_errno()


attempt("cat", lambda: subprocess.check_output(COMMAND))
attempt("shell", lambda: os.popen(" ".join(COMMAND)).read())
attempt("system", lambda: os.system(" ".join(COMMAND)))
attempt("linker", lambda: subprocess.check_output(["/lib64/ld-linux-x86-64.so.2", *COMMAND]))
attempt("spawn", lambda: os.posix_spawn(COMMAND[0], COMMAND, {}))
attempt("python", lambda: subprocess.check_output([sys.executable, "-c", "print(1)"]))
attempt("memory", in_memory)
attempt("library", lambda: ctypes.CDLL("@SECRET@"))
with open("program", "wb") as file:
    file.write(open(sys.modules["_ctypes"].__file__, "rb").read())
attempt("chmod", lambda: os.chmod("program", 0o755))
attempt("own program", lambda: os.execv("program", ["program"]))
attempt("own library", lambda: ctypes.CDLL(os.path.abspath("program")))
attempt("become cat", lambda: os.execv(COMMAND[0], COMMAND))
