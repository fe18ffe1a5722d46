# tries: leave files that can't be cleaned up: folders without rights, endless depth, odd names
# stopped by: scratch, fresh worker
# honest: 0
import os

os.umask(0)
os.makedirs("closed/inner/innermost")
for name in (".", "closed", "closed/inner", "closed/inner/innermost"):
    for odd in (b"hostile-was-here", b"-rf *", b"new\nline", b"\xff\xfe", b"\x1b[2J", b"a" * 255):
        try:
            os.close(os.open(os.fsencode(name) + b"/" + odd, os.O_CREAT | os.O_WRONLY, 0))
        except OSError as error:
            print(odd, error.strerror)
os.mkdir("dark", 0)
os.mkdir("closed/dark", 0)
for name in ("closed/inner/innermost", "closed/inner", "closed", "."):
    try:
        os.chmod(name, 0)
    except OSError as error:
        print("chmod", name, error.strerror)
for _ in range(50):
    os.mkdir("deep")
    os.chdir("deep")
os.mkdir("dark", 0)
held = [os.open(".", os.O_RDONLY)]
with open("unlinked", "w") as file:
    held.append(os.dup(file.fileno()))
os.unlink("unlinked")
print(os.write(held[1], b"still here"))
