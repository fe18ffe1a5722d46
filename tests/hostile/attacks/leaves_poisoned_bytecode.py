# tries: change the code that the next worker imports: bytecode, packages, start-up files
# stopped by: view, landlock, user, fresh worker
# honest: 0
import importlib.util
import linecache
import os
import sys

from autograder import wire, worker

import keras

POISON = "raise SystemExit('hostile-was-here')"
open("poison", "w").write(POISON)
targets = [module.__file__ for module in (wire, worker, keras, os, importlib.util)]
targets += [importlib.util.cache_from_source(path) for path in targets]
for folder in sys.path:
    targets += [f"{folder}/sitecustomize.py", f"{folder}/usercustomize.py", f"{folder}/left.pth"]
targets += ["/etc/ld.so.preload", "/etc/ld.so.cache", sys.executable, f"{sys.prefix}/pyvenv.cfg"]
for path in targets:
    for act in (
        lambda path: os.close(os.open(path, os.O_WRONLY)),
        lambda path: os.utime(path),
        lambda path: os.chmod(path, os.stat(path).st_mode),
        lambda path: os.link(path, os.path.dirname(path) + "/hostile-was-here"),
        lambda path: os.rename("poison", os.path.dirname(path) + "/hostile-was-here"),
    ):
        try:
            print("done", path, act(path))
        except OSError as error:
            reason = error.strerror
print(reason)
sys.modules["left"], sys.left = sys, "hostile-was-here"
linecache.cache[worker.__file__] = (len(POISON), None, [POISON], worker.__file__)
keras.losses.mse = keras.losses.mean_squared_error = None
worker.Student._op_call = worker.Student._op_describe = None
