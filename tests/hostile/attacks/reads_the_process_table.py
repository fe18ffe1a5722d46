# tries: list the processes, and read the arguments, environment and memory maps of one of them
# stopped by: processes, landlock
# honest: 0
import os

FILES = "cmdline environ mem maps stat status root cwd exe fd/0 ns/mnt mountinfo task children".split()


def attempt(path):
    for act in (os.readlink, os.listdir, lambda name: open(name, "rb").read(4096)):
        try:
            print(path, act(path))
        except OSError as error:
            print(path, error.strerror)


PIDS = ["@PID@", "1", "2", "self", "thread-self", str(os.getppid()), "@PID@/task/@PID@"]
for pid in PIDS:
    for file in FILES:
        attempt(f"/proc/{pid}/{file}")
attempt("/proc")
seen = [pid for pid in range(1, 70000) if os.path.exists(f"/proc/{pid}")]
print("processes that exist:", seen)
for pid in seen[:20]:
    attempt(f"/proc/{pid}/cmdline")
    attempt(f"/proc/{pid}/environ")
for file in ("/proc/self/mountinfo", "/proc/net/unix", "/proc/sysvipc/shm", "/proc/keys"):
    attempt(file)
