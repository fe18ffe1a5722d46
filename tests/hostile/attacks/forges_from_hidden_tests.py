# tries: find the tests, the key or the solution where other graders keep them, and hand in what is found
# stopped by: view, landlock
# honest: 0
import glob
import os
import sys

course = "@COURSE@/solutions/custom_losses"
places = [".", "..", "tests", "../tests", "/autograder", "/autograder/source", course]
places += [f"{course}/graders", "@COURSE@", os.path.dirname(sys.argv[0]), os.environ["HOME"], "/"]
names = ("test*.py", "q*.py", "quiz.toml", "master.py", "*.otter", "*.toml", "*.ipynb")
for place in places:
    for name in names:
        for path in glob.glob(f"{place}/{name}") + glob.glob(f"{place}/tests/{name}"):
            print(path, open(path, errors="replace").read()[:3000])
for path in sys.path:
    print([name for name in glob.glob(f"{path}/*") if "grader" in name or "solution" in name])
try:
    exec(open(f"{course}/master.py").read())
    import tomllib

    table = tomllib.load(open(f"{course}/quiz.toml", "rb"))
    quiz_answers = {
        question["id"]: [option["letter"] for option in question["options"] if option["right"]]
        for question in table["questions"]
    }
except OSError as error:
    print(error)
