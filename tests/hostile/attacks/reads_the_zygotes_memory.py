# tries: find in the memory inherited from the zygote what it knows of the machine and of others
# stopped by: boundary, fresh worker
# honest: 0
import gc
import os
import re
import socket
import sys
import types

gc.unfreeze()
print(sys.argv, sys.orig_argv, dict(os.environ))
for thing in gc.get_objects():
    name = type(thing).__name__
    if name in ("Policy", "_Lease", "Zygote", "Student", "Message", "socket"):
        print(name, getattr(thing, "__dict__", thing))
    if isinstance(thing, types.FrameType) and "autograder" in thing.f_code.co_filename:
        print(thing, list(thing.f_locals))
    if isinstance(thing, socket.socket):
        print(thing, thing.family)
frame = sys._getframe()
while frame is not None:
    print(frame.f_code.co_name, {name: str(value)[:80] for name, value in frame.f_locals.items()})
    frame = frame.f_back
CANARY = re.compile(rb"canary-[0-9a-f]{8,}[-\w]*|@COURSE@[-/\w.]*")
try:
    for line in open("/proc/self/maps"):
        start, end = (int(part, 16) for part in line.split()[0].split("-"))
        with open("/proc/self/mem", "rb") as memory:
            memory.seek(start)
            print(CANARY.findall(memory.read(end - start)))
except OSError as error:
    print(error)
