"""The incumbents, each in an environment of its own: ``otter run``, ``nbgrader autograde``, pytest.

Their checks are the public checks of the six losses (the quiz's is left out), which the master
holds: the same functions for all three. The environments are made once, in the user's cache
folder; TensorFlow and what it needs are links to ours, so that all run the same.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import sysconfig
import venv
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement
from platformdirs import user_cache_path

from autograder import assignment, master
from autograder.master import PublicCheck
from tests.benchmarks.cost import ENVIRONMENT, run
from tests.benchmarks.crowd import COURSE, SLUG

CACHE = user_cache_path("autograder") / "benchmark"
OURS = Path(sysconfig.get_paths()["purelib"])
HOMEWORK = "homework"
"""What nbgrader calls the assignment."""


def checks() -> list[PublicCheck]:
    """The public checks of the losses."""
    text = assignment.load(COURSE, SLUG).master.read_text(encoding="utf-8")
    return [check for check in master.public_checks(text) if check.subjects != ("quiz_answers",)]


class Baseline(ABC):
    """A grader that is compared with ours. ``prepare`` first."""

    name: str
    version: str

    @abstractmethod
    def prepare(self, folder: Path) -> None:
        """Install it if need be, and write its assignment into ``folder``, which stays."""

    @abstractmethod
    def grade(self, hand_ins: Sequence[Path], folder: Path) -> list[float]:
        """Grade scripts, one after the other, in the empty ``folder``: seconds of each."""

    @abstractmethod
    def passed(self, folder: Path) -> int:
        """How many checks the first hand-in graded in ``folder`` has passed."""


class Pytest(Baseline):
    """The public checks as students have them, in a fresh process for each hand-in."""

    name = "a fresh pytest process each"

    def prepare(self, folder: Path) -> None:
        self.version = metadata.version("pytest")

    def grade(self, hand_ins: Sequence[Path], folder: Path) -> list[float]:
        return [self._grade(path, folder / str(number)) for number, path in enumerate(hand_ins)]

    def _grade(self, hand_in: Path, folder: Path) -> float:
        folder.mkdir()
        shutil.copy(COURSE / "assignments" / SLUG / "test_public.py", folder)
        shutil.copy(hand_in, folder / f"{SLUG}.py")
        options = ["-q", "-k", "not quiz", "--junitxml=results.xml", "--rootdir=."]
        # 2: the hand-in can't be run
        return run(
            [sys.executable, "-m", "pytest", *options, "test_public.py"], folder, accepted=(0, 1, 2)
        )

    def passed(self, folder: Path) -> int:
        text = (folder / "0" / "results.xml").read_text(encoding="utf-8")
        return text.count("<testcase") - text.count("<failure") - text.count("<error")


class Otter(Baseline):
    """``otter run`` without a container: a process and a kernel for each hand-in."""

    name = "otter run"

    def prepare(self, folder: Path) -> None:
        self._bin = _environment("otter-grader==7.0.0", "ipykernel")
        self.version = "7.0.0"
        tests = folder / "tests"
        tests.mkdir()
        for subject in dict.fromkeys(check.subjects[0] for check in checks()):
            (tests / f"{subject}.py").write_text(_otter_test(subject), encoding="utf-8")
        self._archive = folder / "otter.zip"
        run(
            [self._bin / "otter", "generate", "-t", tests, "-o", self._archive, "--no-environment"],
            folder,
        )

    def grade(self, hand_ins: Sequence[Path], folder: Path) -> list[float]:
        return [self._grade(path, folder / str(number)) for number, path in enumerate(hand_ins)]

    def _grade(self, hand_in: Path, folder: Path) -> float:
        folder.mkdir()
        book = folder / f"{SLUG}.ipynb"
        book.write_text(_notebook([_code(hand_in.read_text("utf-8"))]), encoding="utf-8")
        words: list[str | Path] = [self._bin / "otter", "run", "-a", self._archive, "-o", folder]
        return run([*words, book], folder, accepted=(0, 1))  # 1: the hand-in has ended its kernel

    def passed(self, folder: Path) -> int:
        found = json.loads((folder / "0" / "results.json").read_text(encoding="utf-8"))
        return round(sum(float(test["score"]) for test in found["tests"] if test.get("max_score")))


def _otter_test(subject: str) -> str:
    lines = ["from otter.test_files import test_case", "", "OK_FORMAT = False"]
    lines += [f"name = {subject!r}", "points = None", ""]
    for check in checks():
        if check.subjects[0] == subject:
            lines += ["@test_case(points=1, hidden=False)", check.source, ""]
    return "\n".join(lines)


class Nbgrader(Baseline):
    """``nbgrader autograde``: one process for all, a kernel for each hand-in."""

    name = "nbgrader autograde"

    def prepare(self, folder: Path) -> None:
        self._bin = _environment("nbgrader==0.9.6", "ipykernel")
        self.version = "0.9.6"
        self._course = folder / "course"
        source = self._course / "source" / HOMEWORK
        source.mkdir(parents=True)
        (source / f"{SLUG}.ipynb").write_text(_graded_notebook("..."), encoding="utf-8")
        self._nbgrader("generate_assignment", self._course)

    def grade(self, hand_ins: Sequence[Path], folder: Path) -> list[float]:
        course = folder / "course"
        shutil.copytree(self._course, course)
        for number, path in enumerate(hand_ins):
            submitted = course / "submitted" / f"student{number}" / HOMEWORK
            submitted.mkdir(parents=True)
            book = _graded_notebook(path.read_text(encoding="utf-8"))
            (submitted / f"{SLUG}.ipynb").write_text(book, encoding="utf-8")
        return [self._nbgrader("autograde", course) / len(hand_ins)] * len(hand_ins)

    def _nbgrader(self, command: str, course: Path) -> float:
        environment = {
            **ENVIRONMENT,
            "PATH": f"{self._bin}:{os.environ['PATH']}",  # it runs alembic by its name
            "IPYTHONDIR": str(course),
            "JUPYTER_CONFIG_DIR": str(course),
        }
        options = [f"--CourseDirectory.root={course}", f"--db=sqlite:///{course}/gradebook.db"]
        return run([self._bin / "nbgrader", command, HOMEWORK, *options], course, environment)

    def passed(self, folder: Path) -> int:
        code = (
            "import sys; from nbgrader.api import Gradebook\n"
            f"with Gradebook(sys.argv[1]) as g: print(g.find_submission({HOMEWORK!r}, 'student0').score)"
        )
        database = f"sqlite:///{folder}/course/gradebook.db"
        words = [str(self._bin / "python"), "-c", code, database]
        done = subprocess.run(words, capture_output=True, text=True, check=True)
        return round(float(done.stdout))


def _graded_notebook(text: str) -> str:
    tests = [
        _code(
            f"{check.source}\n\n\n{check.name}({', '.join(check.subjects)})",
            {"grade": True, "solution": False, "locked": True, "points": 1, "grade_id": check.name},
        )
        for check in checks()
    ]
    answer = {"grade": False, "solution": True, "locked": False, "grade_id": "answer"}
    return _notebook([_code(text, answer), *tests])


def _code(text: str, graded: dict[str, object] | None = None) -> dict[str, object]:
    about = {"nbgrader": {**graded, "schema_version": 3, "task": False}} if graded else {}
    code = {"cell_type": "code", "metadata": about, "source": text}
    return {**code, "outputs": [], "execution_count": None}


def _notebook(cells: list[dict[str, object]]) -> str:
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    return json.dumps({"nbformat": 4, "nbformat_minor": 4, "metadata": kernel, "cells": cells})


# --- environments ------------------------------------------------------------------------------


def _environment(*requirements: str) -> Path:
    """The folder of the environment's programs; made if it is not there yet."""
    tensorflow = _tensorflow()
    version = f"{tensorflow.replace('_', '-')}-{metadata.version(tensorflow)}"
    folder = CACHE / f"{requirements[0]}-{version}-{sys.implementation.cache_tag}"
    programs, ready = folder / "bin", folder / "ready"
    if not ready.exists() or ready.read_text() != str(OURS):
        venv.create(folder, clear=True, with_pip=True)
        run([programs / "python", "-m", "pip", "install", "-q", *requirements], folder)
        _link(folder / "lib" / f"python{sysconfig.get_python_version()}" / "site-packages")
        ready.write_text(str(OURS))
    return programs


def _tensorflow() -> str:
    installed = {found.name.lower().replace("_", "-") for found in metadata.distributions()}
    return "tensorflow-cpu" if "tensorflow-cpu" in installed else "tensorflow"


def _link(site: Path) -> None:
    """Links to TensorFlow and what it needs, but for what is there. Only after pip: it would
    follow a link to remove what it replaces."""
    for name in _needed(_tensorflow(), set()):
        for file in metadata.distribution(name).files or ():
            link, target = site / file.parts[0], OURS / file.parts[0]
            if file.parts[0] not in ("..", "__pycache__") and not link.exists():
                link.symlink_to(target)


def _needed(name: str, seen: set[str]) -> Iterator[str]:
    """The distribution and all that it requires, directly or not."""
    if name.lower() in seen:
        return
    seen.add(name.lower())
    try:
        required = metadata.requires(name) or []
    except metadata.PackageNotFoundError:
        return
    yield name
    for requirement in map(Requirement, required):
        if requirement.marker is None or requirement.marker.evaluate({"extra": ""}):
            yield from _needed(requirement.name, seen)
