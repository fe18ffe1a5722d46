# tries: create a file in every folder that takes one
# stopped by: view, landlock, user, scratch
# honest: 0
import os
import site
import sys
import sysconfig
import tempfile

import autograder
import keras

CARD = "hostile-was-here"
folders = {"/", "/tmp", "/var/tmp", "/dev/shm", "/dev", "/etc", "/home", "/root", "/run", "/proc"}
folders |= {"/usr", "/usr/lib", "/lib", "/sys/devices/system/cpu", "@COURSE@", "@COURSE@/solutions"}
folders |= {os.path.dirname("@SECRET@"), os.path.expanduser("~"), os.getcwd(), tempfile.gettempdir()}
folders |= {sys.prefix, sys.base_prefix, *sys.path, *site.getsitepackages()}
folders |= set(sysconfig.get_paths().values())
for module in (autograder, keras, os, site):
    folder = os.path.dirname(module.__file__)
    folders |= {folder, f"{folder}/__pycache__", os.path.dirname(folder)}
for argument in sys.orig_argv:
    if argument.startswith("/"):
        folders |= {argument, os.path.dirname(argument), os.path.dirname(os.path.dirname(argument))}
written = []
for folder in sorted(filter(None, folders)):
    for path in (f"{folder}/{CARD}", f"{folder}/{CARD}.pth"):
        try:
            os.close(os.open(path, os.O_CREAT | os.O_WRONLY))
            written.append(path)
        except OSError as error:
            print(path, error.strerror)
print("written:", written)
