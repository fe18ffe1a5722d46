# tries: read who has an account here, and what lies in their home folders
# stopped by: view, landlock
# honest: 0
import glob
import os
import pwd

FILES = """/etc/passwd /etc/shadow /etc/group /etc/hostname /etc/hosts /etc/resolv.conf
/etc/machine-id /etc/fstab /etc/environment /root/.bash_history /root/.ssh/id_ed25519
/var/log/syslog /run/secrets /.dockerenv /var/run/docker.sock""".split()
for file in FILES:
    try:
        print(file, open(file, errors="replace").read(300))
    except OSError as error:
        print(file, error.strerror)
for folder in ("/", "/etc", "/home", "/root", "/var", "/run", "/mnt", "/opt", "/srv", "/proc"):
    try:
        print(folder, os.listdir(folder))
    except OSError as error:
        print(folder, error.strerror)
try:
    print([entry.pw_dir for entry in pwd.getpwall()])
except OSError as error:
    print(error)
for user in ("~", "~root"):
    print(user, glob.glob(os.path.expanduser(user) + "/.*"))
