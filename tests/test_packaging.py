"""The Gradescope archive and the GitHub workflows, run as those services run them."""

from __future__ import annotations

import io
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from autograder import assignment, master, packaging
from autograder.assignment import Assignment
from tests.conftest import COURSE

WORKFLOWS = {
    "checks": "student/github/.github/workflows/checks.yml",
    "grade": "staff/github/.github/workflows/grade.yml",
}


@pytest.fixture(scope="module")
def archive(custom_losses: Assignment) -> bytes:
    return packaging.gradescope_archive(custom_losses, COURSE)


def names(archive: bytes) -> list[str]:
    return zipfile.ZipFile(io.BytesIO(archive)).namelist()


# --- the Gradescope archive ----------------------------------------------------------------------


def test_the_same_files_make_the_same_archive(archive: bytes, custom_losses: Assignment) -> None:
    assert packaging.gradescope_archive(custom_losses, COURSE) == archive
    entries = zipfile.ZipFile(io.BytesIO(archive)).infolist()
    assert {entry.date_time for entry in entries} == {(2000, 1, 1, 0, 0, 0)}
    assert [entry.filename for entry in entries] == sorted(names(archive))


def test_the_scripts_stand_at_the_root_and_can_be_executed(archive: bytes) -> None:
    entries = {entry.filename: entry for entry in zipfile.ZipFile(io.BytesIO(archive)).infolist()}
    modes = {name: entry.external_attr >> 16 for name, entry in entries.items()}
    assert {name for name, mode in modes.items() if mode & 0o111} == {"setup.sh", "run_autograder"}


def test_the_archive_holds_the_engine_and_the_assignment_and_no_clutter(
    custom_losses: Assignment, tmp_path: Path
) -> None:
    shutil.copytree(custom_losses.public, tmp_path / "assignments" / "custom_losses")
    shutil.copytree(custom_losses.private, tmp_path / "solutions" / "custom_losses")
    (tmp_path / "solutions" / "custom_losses" / ".env").write_text("secret", encoding="utf-8")
    cache = tmp_path / "solutions" / "custom_losses" / "graders" / "__pycache__"
    cache.mkdir(exist_ok=True)
    (cache / "test_losses.pyc").write_text("", encoding="utf-8")
    (tmp_path / "assignments" / "custom_losses" / "link").symlink_to("/etc/passwd")
    (tmp_path / "handins").mkdir()
    (tmp_path / "handins" / "alice.py").write_text("", encoding="utf-8")
    elsewhere = assignment.load(tmp_path, "custom_losses")
    found = names(packaging.gradescope_archive(elsewhere, tmp_path))
    assert "course/solutions/custom_losses/graders/test_losses.py" in found
    assert "course/assignments/custom_losses/assignment.toml" in found
    roots = {name.split("/")[0] for name in found}
    assert roots == {"setup.sh", "run_autograder", "engine", "course"}
    assert not [name for name in found if re.search(r"/\.|__pycache__|\.pyc|link|alice", name)]


def test_the_engine_is_the_project_that_pyproject_describes(archive: bytes) -> None:
    made = tomllib.loads(
        zipfile.ZipFile(io.BytesIO(archive)).read("engine/pyproject.toml").decode()
    )
    own = tomllib.loads((COURSE / "pyproject.toml").read_text(encoding="utf-8"))
    for field in ("name", "version", "requires-python", "scripts"):
        assert made["project"][field] == own["project"][field]
    told = [normal(need) for need in made["project"]["dependencies"]]
    assert told == sorted(normal(need) for need in own["project"]["dependencies"]), (
        "pip install -e . after a change of dependencies"
    )


def normal(need: str) -> str:
    """A requirement without regard to quotes, blanks and the order of its bounds."""
    need, _, marker = need.replace('"', "'").partition(";")
    name = re.match(r"[\w-]+", need)
    assert name is not None
    bounds = sorted(need[name.end() :].strip().split(","))
    return f"{name[0]}{','.join(bounds)};{marker.strip()}"


def test_pip_makes_a_complete_wheel_of_the_engine(archive: bytes, tmp_path: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(archive)) as source:
        source.extractall(tmp_path)
    pip = [sys.executable, "-m", "pip", "wheel", "--no-deps", "--no-build-isolation", "-q"]
    subprocess.run([*pip, "-w", tmp_path, tmp_path / "engine"], check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as built:
        found = {name for name in built.namelist() if name.startswith("autograder/")}
        metadata = [name for name in built.namelist() if name.endswith("entry_points.txt")]
        assert "autograder = autograder.cli:main" in built.read(metadata[0]).decode()
    package = COURSE / "autograder"
    here = {f"autograder/{path.relative_to(package).as_posix()}" for path in package.rglob("*")}
    files = {n for n in here if (COURSE / n).is_file() and "__pycache__" not in n}
    assert {name for name in files if not name.endswith(".md")} <= found
    assert len([name for name in files if "/templates/" in name]) >= 5
    assert {"autograder/pages/base.html", "autograder/pages/style.css"} <= found


# --- setup.sh ------------------------------------------------------------------------------------

FAKE_PYTHON = """#!/bin/bash
echo "$(basename "$0") $*" >> "$CALLS"
case $2 in
  *version_info*) exit {refuses} ;;
  venv) mkdir -p "$4/bin" && cp "$0" "$4/bin/python" ;;
esac
"""


@pytest.fixture
def image(archive: bytes, tmp_path: Path) -> Path:
    """A folder laid out as Gradescope lays it out, with the tools of a bare system in ``bin``."""
    root = tmp_path / "autograder"
    with zipfile.ZipFile(io.BytesIO(archive)) as source:
        source.extractall(root / "source")
    for folder in ("submission", "results"):
        (root / folder).mkdir()
    (root / "submission_metadata.json").write_text('{"id": 1, "users": []}', encoding="utf-8")
    shutil.copy(root / "source" / "run_autograder", root / "run_autograder")
    (root / "run_autograder").chmod(0o755)
    (tmp_path / "bin").mkdir()
    for tool in ("bash", "basename", "dirname", "mkdir", "cp", "cat", "chmod"):
        (tmp_path / "bin" / tool).symlink_to(str(shutil.which(tool)))
    return root


def program(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")
    path.chmod(0o755)


def set_up(root: Path) -> tuple[subprocess.CompletedProcess[str], list[str]]:
    """Run setup.sh with nothing on the path but ``bin``; also what was called."""
    calls = root.parent / "calls"
    environment = {
        "PATH": str(root.parent / "bin"),
        "CALLS": str(calls),
        "AUTOGRADER_ROOT": str(root),
    }
    script = root / "source" / "setup.sh"
    done = subprocess.run(
        ["bash", script], env=environment, capture_output=True, text=True, check=False
    )
    return done, calls.read_text("utf-8").splitlines() if calls.exists() else []


def test_setup_installs_the_engine_into_an_environment_of_its_own(image: Path) -> None:
    program(image.parent / "bin" / "python3.12", FAKE_PYTHON.format(refuses=0))
    done, calls = set_up(image)
    assert done.returncode == 0, done.stderr
    _, venv, install, trial = calls
    assert venv == f"python3.12 -m venv --clear {image}/venv"
    assert install.startswith("python -m pip install ")
    assert install.endswith(f"--compile {image}/source/engine")
    assert trial == "python -P -m autograder --version"


def test_setup_gets_a_newer_python_where_the_image_has_an_old_one(image: Path) -> None:
    tools = image.parent / "bin"
    program(tools / "python3", FAKE_PYTHON.format(refuses=1))
    new = shlex.quote(FAKE_PYTHON.format(refuses=0))
    get = f"if [[ $* == *python3.11-venv* ]]; then printf %s {new} > {tools}/python3.11; fi"
    log = 'echo "apt-get $*" >> "$CALLS"'
    program(tools / "apt-get", f"#!/bin/bash\n{log}\n{get}\nchmod +x {tools}/python3.11 || true\n")
    done, calls = set_up(image)
    assert done.returncode == 0, done.stderr
    assert "apt-get install -y -qq python3.11 python3.11-venv" in calls
    assert f"python3.11 -m venv --clear {image}/venv" in calls


def test_setup_says_what_to_do_where_there_is_no_python_to_be_had(image: Path) -> None:
    program(image.parent / "bin" / "apt-get", "#!/bin/bash\n")
    done, _ = set_up(image)
    assert done.returncode == 1
    assert "choose the base image Ubuntu 22.04 or later" in done.stderr


# --- run_autograder ------------------------------------------------------------------------------


def run_autograder(root: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [root / "run_autograder"],
        cwd=root,
        env={
            **os.environ,
            "AUTOGRADER_ROOT": str(root),
            "AUTOGRADER_PYTHON": sys.executable,
            "AUTOGRADER_REQUIRE_ISOLATION": "none",
            **environment,
        },
        capture_output=True,
        text=True,
        check=False,
    )


HOSTILE = "a\n::error ::<script>\u202e.py"
"""A file's name, also printed."""


def results(root: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((root / "results" / "results.json").read_text("utf-8"))
    return found


def test_a_solution_gets_full_marks_on_gradescope(image: Path, custom_losses: Assignment) -> None:
    text = custom_losses.master.read_text(encoding="utf-8")
    script = master.solution(text, custom_losses.quiz) + f"print({HOSTILE!r})\n"
    (image / "submission" / HOSTILE).write_text(script, encoding="utf-8")
    done = run_autograder(image)
    assert done.returncode == 0, done.stderr
    found = results(image)
    assert len(found["tests"]) == len(custom_losses.parts)
    assert all(test["score"] == test["max_score"] for test in found["tests"])
    assert sum(test["score"] for test in found["tests"]) == custom_losses.points
    assert found["extra_data"]["file"] == HOSTILE
    assert HOSTILE in found["extra_data"]["output"]
    assert "script" not in json.dumps([found["output"], found["tests"]])
    assert all(part["line"] for part in found["extra_data"]["parts"])


def test_an_empty_notebook_gets_nothing_on_gradescope(
    image: Path, custom_losses: Assignment
) -> None:
    shutil.copy(custom_losses.stub.with_suffix(".ipynb"), image / "submission")
    assert run_autograder(image).returncode == 0
    assert {(test["score"], test["status"]) for test in results(image)["tests"]} == {(0, "failed")}


def test_what_can_not_be_read_gets_no_results_and_a_reason(image: Path) -> None:
    (image / "submission" / "losses.ipynb").write_text('{"cells": [', encoding="utf-8")
    (image / "results" / "results.json").write_text('{"score": 100}', encoding="utf-8")
    done = run_autograder(image)
    assert done.returncode == 1
    assert "needs staff: losses.ipynb is not a complete notebook" in done.stderr
    assert not list((image / "results").iterdir())


def test_a_run_that_could_not_start_leaves_no_old_results(image: Path) -> None:
    (image / "results" / "results.json").write_text('{"score": 100}', encoding="utf-8")
    done = run_autograder(image, AUTOGRADER_REQUIRE_ISOLATION="much")
    assert done.returncode == 2
    assert "much" in done.stderr
    assert "result.json" not in done.stderr  # one reason, not two
    assert not list((image / "results").iterdir())


@pytest.mark.parametrize(("told", "required"), [("", "files"), ("full", "full")])
def test_isolation_of_files_is_required_unless_told_otherwise(
    told: str, required: str, image: Path
) -> None:
    program(image / "python", '#!/bin/bash\necho "$*" >&2\nexit 2\n')
    called = run_autograder(
        image, AUTOGRADER_PYTHON=str(image / "python"), AUTOGRADER_REQUIRE_ISOLATION=told
    ).stderr
    assert f"--require-isolation {required} " in called
    assert called.startswith(f"-P -m autograder check {image}/submission ")
    assert f"--course {image}/source/course " in called


# --- GitHub workflows ----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def github(custom_losses: Assignment, tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("github")
    for path, content in packaging.github_files(custom_losses).items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(content)
    return root


def steps(workflow: Path) -> list[dict[str, Any]]:
    (job,) = YAML(typ="safe").load(workflow.read_text(encoding="utf-8"))["jobs"].values()
    return list(job["steps"])


def step(workflow: Path, name: str) -> dict[str, Any]:
    (found,) = [step for step in steps(workflow) if step.get("name") == name]
    return found


def script(workflow: Path, name: str) -> str:
    return str(step(workflow, name)["run"])


@pytest.mark.parametrize("workflow", WORKFLOWS.values(), ids=WORKFLOWS)
def test_github_takes_the_workflow(workflow: str, github: Path) -> None:
    schema = ["--builtin-schema", "vendor.github-workflows"]
    command = [sys.executable, "-m", "check_jsonschema", *schema, str(github / workflow)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("workflow", WORKFLOWS.values(), ids=WORKFLOWS)
def test_every_step_is_sound_bash_and_takes_no_expression_into_it(
    workflow: str, github: Path
) -> None:
    scripts = [step["run"] for step in steps(github / workflow) if "run" in step]
    assert scripts
    for text in scripts:
        assert "${{" not in text  # whoever sets the value would write the script
        subprocess.run(["bash", "-n"], input=text, text=True, check=True)


def test_what_students_get_says_nothing_of_the_private_folder(github: Path) -> None:
    for path in (github / "student" / "github").rglob("*"):
        assert path.is_dir() or not re.search(
            "solutions/|master|quiz.toml", path.read_text("utf-8")
        )


def test_artifacts_are_kept_whatever_the_grades(github: Path) -> None:
    for workflow in WORKFLOWS.values():
        *_, last = steps(github / workflow)
        assert (last["if"], last["uses"].split("@")[0]) == ("always()", "actions/upload-artifact")


@pytest.fixture
def runner(github: Path, custom_losses: Assignment, tmp_path: Path) -> Path:
    """A checkout of the instructor's repository, three students' repositories, and a bin."""
    work = tmp_path / "work"
    shutil.copytree(custom_losses.public, work / "assignments" / "custom_losses")
    shutil.copytree(custom_losses.private, work / "solutions" / "custom_losses")
    shutil.copytree(github / "staff" / "github", work, dirs_exist_ok=True)
    stub = custom_losses.stub.read_text(encoding="utf-8")
    repository(tmp_path / "server" / "org" / "hw-alice", stub)
    repository(tmp_path / "server" / "other" / "hw-alice", "x = 1\n" + stub)
    with (work / "repositories.txt").open("a", encoding="utf-8") as file:
        file.write("\norg/hw-alice\r\norg/hw-gone\nother/hw-alice")
    (tmp_path / "bin").mkdir()
    python = shlex.quote(sys.executable)
    program(tmp_path / "bin" / "python", f'#!/bin/bash\nexec {python} "$@"\n')
    program(tmp_path / "bin" / "autograder", f'#!/bin/bash\nexec {python} -m autograder "$@"\n')
    return work


def repository(path: Path, text: str) -> None:
    path.mkdir(parents=True)
    (path / "custom_losses.py").write_text(text, encoding="utf-8")
    identity = ["-c", "user.name=a", "-c", "user.email=a@example.org"]
    for command in (["init", "-q"], ["add", "."], [*identity, "commit", "-qm", "hand in"]):
        subprocess.run(["git", *command], cwd=path, check=True)


def run_step(work: Path, text: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a step as GitHub's runner does."""
    return subprocess.run(
        ["bash", "-e", "-c", text],
        cwd=work,
        env={
            **os.environ,
            "PATH": f"{work.parent / 'bin'}:{os.environ['PATH']}",
            "SERVER": f"file://{work.parent / 'server'}",
            "TOKEN": "",
            "AUTOGRADER_REQUIRE_ISOLATION": "none",
            "GITHUB_STEP_SUMMARY": str(work / "step.md"),
            **environment,
        },
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_instructors_workflow_clones_grades_and_reports(runner: Path, github: Path) -> None:
    workflow = github / WORKFLOWS["grade"]
    cloned = run_step(runner, script(workflow, "Clone the submissions"), TOKEN="a-secret")
    assert cloned.returncode == 0, cloned.stderr
    assert "::warning title=not cloned::org/hw-gone" in cloned.stdout
    folders = {path.name for path in (runner / "submissions").iterdir()}
    assert folders == {"hw-alice", "hw-alice-of-other", "hw-gone"}
    config = (runner / "submissions" / "hw-alice" / ".git" / "config").read_text("utf-8")
    assert "secret" not in config + cloned.stdout + cloned.stderr
    graded = run_step(runner, script(workflow, "Grade"))
    assert graded.returncode == 1, graded.stderr  # hw-gone is for staff
    first, *_, last = graded.stdout.splitlines()
    assert first.replace("::stop-commands::", "::") + "::" == last
    assert first.startswith("::stop-commands::")
    assert len(last) >= 20
    assert run_step(runner, script(workflow, "Write JUnit XML")).returncode == 0
    assert (runner / "grades" / "junit.xml").read_text("utf-8").count("<testsuite ") == 3
    annotated = run_step(runner, script(workflow, "Annotate"))
    assert annotated.returncode == 0
    assert "::warning title=hw-gone%3A needs staff::" in annotated.stdout
    title = "title=hw-alice-of-other%3A my_huber_loss 0 / 12"
    hand_in = runner / "submissions" / "hw-alice-of-other" / "custom_losses.py"
    lines = hand_in.read_text("utf-8").split("\n")
    (line,) = [n for n, text in enumerate(lines, 1) if text.startswith("def my_huber_loss(")]
    assert f"::error file=custom_losses.py,line={line},{title}::" in annotated.stdout
    assert "hw\\-gone" in (runner / "step.md").read_text("utf-8")


@pytest.mark.parametrize(
    "line", ["org/../../etc", "org/..", "hw-alice", "org/a b", "-u/x y", "a/$(id)"]
)
def test_a_line_that_is_no_repository_is_refused(line: str, runner: Path, github: Path) -> None:
    (runner / "repositories.txt").write_text(line + "\n", encoding="utf-8")
    done = run_step(runner, script(github / WORKFLOWS["grade"], "Clone the submissions"))
    assert done.returncode == 2
    assert "expected owner/name" in done.stderr
    assert not list((runner / "submissions").iterdir())


# --- annotations in students' repositories -------------------------------------------------------

PUBLIC_TEST = """
import pathlib, runpy, json, pytest

@pytest.fixture(scope="session")
def submission_file():
    found = [p for p in (pathlib.Path("hw.ipynb"), pathlib.Path("hw.py")) if p.exists()]
    return found[0].absolute()

@pytest.fixture(scope="session")
def names(submission_file):
    text = submission_file.read_text()
    if submission_file.suffix == ".ipynb":
        cells = json.loads(text)["cells"]
        text = "\\n".join("".join(c["source"]) for c in cells if c["cell_type"] == "code")
    space = {}
    exec(text, space)
    return space

@pytest.fixture
def my_loss(names): return names["my_loss"]

@pytest.fixture
def missing(names): return names["missing"]

def test_small_errors(my_loss):
    assert my_loss(2) == 2, "Small errors: 100%, not more\\n::error::forged"

def test_nothing(my_loss):
    assert my_loss(0) == 0

def test_missing(missing):
    pass
"""
SUBMISSION = "import math\n\n\ndef my_loss(x):\n    return 3 * x\n"


@pytest.fixture
def student(github: Path, tmp_path: Path) -> Path:
    shutil.copytree(github / "student" / "github", tmp_path, dirs_exist_ok=True)
    (tmp_path / "test_public.py").write_text(PUBLIC_TEST, encoding="utf-8")
    return tmp_path


def run_checks(student: Path, github: Path) -> subprocess.CompletedProcess[str]:
    """The workflow's own step; pytest's plugins of this environment stay out of it."""
    workflow = github / WORKFLOWS["checks"]
    text = script(workflow, "Public checks")
    text = text.replace("python -m", f"{shlex.quote(sys.executable)} -m")
    environment = {
        **os.environ,
        **step(workflow, "Public checks")["env"],
        "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
        "GITHUB_STEP_SUMMARY": str(student / "step.md"),
    }
    return subprocess.run(
        ["bash", "-e", "-c", text],
        cwd=student,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def annotated(stdout: str) -> list[str]:
    return [line for line in stdout.splitlines() if line.startswith("::")]


def test_a_failed_check_is_shown_at_the_students_own_line(student: Path, github: Path) -> None:
    (student / "hw.py").write_text(SUBMISSION, encoding="utf-8")
    done = run_checks(student, github)
    assert done.returncode == 1
    assert annotated(done.stdout) == [
        "::error file=hw.py,line=4,title=test_small_errors::Small errors: 100%25, not more",
        "::error file=hw.py,title=test_missing::'missing'",
    ]
    assert (student / "checks.xml").exists()
    summary = (student / "step.md").read_text("utf-8")
    assert "1 passed, 2 failed" in summary
    assert "Small errors" in summary


def test_in_a_notebook_it_is_the_line_of_the_file(student: Path, github: Path) -> None:
    cell: dict[str, Any] = {
        "cell_type": "code",
        "metadata": {},
        "outputs": [],
        "execution_count": None,
    }
    cell["source"] = SUBMISSION.splitlines(keepends=True)
    text = json.dumps(
        {"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}, indent=1
    )
    (student / "hw.ipynb").write_text(text, encoding="utf-8")
    (line,) = [n for n, row in enumerate(text.split("\n"), 1) if "def my_loss" in row]
    assert (
        f"file=hw.ipynb,line={line},title=test_small_errors::" in run_checks(student, github).stdout
    )


def test_checks_that_pass_make_the_job_pass(student: Path, github: Path) -> None:
    (student / "hw.py").write_text("def my_loss(x): return x\nmissing = 1\n", encoding="utf-8")
    done = run_checks(student, github)
    assert (done.returncode, annotated(done.stdout)) == (0, [])
    assert "3 passed, 0 failed" in (student / "step.md").read_text("utf-8")
