"""``autograder doctor`` tells what holds on this machine, and so does a level that is required."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from autograder import trials
from autograder.isolation import LAYERS, Isolation, Level
from autograder.jail import ACTIVE
from tests.conftest import COURSE, OURS, Run
from tests.unlocked import UnlockedSandbox

SAMPLE = str(COURSE / "tests" / "sample_class" / "matteo.rossi.py")
NO_NAMESPACES = ["tests.without", "unshare", "mount", "--"]
NO_WALLS = ["tests.without", "unshare", "landlock", "--"]
IS_ROOT = os.geteuid() == 0
AS_ANYBODY = [["autograder"], *([["tests.ordinary_user", "--"]] if IS_ROOT else [])]


def run(module: list[str], *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", *module, *arguments],
        cwd=COURSE,
        env={**os.environ, **OURS, **variables},
        capture_output=True,
        text=True,
        check=False,
    )


def states(printed: str) -> dict[str, str]:
    """The state of each layer, from the page."""
    rows = re.findall(r"^(\w+) +(active|missing) ", printed, re.MULTILINE)
    return dict(rows)


@pytest.mark.parametrize("module", AS_ANYBODY, ids=lambda module: module[0])
def test_every_layer_is_active_and_every_trial_is_stopped(module: list[str]) -> None:
    done = run(module, "doctor")
    assert states(done.stdout) == {layer.name: "active" for layer in LAYERS}, done.stderr
    assert "Isolation level: full" in done.stdout
    assert done.stdout.count(" stopped ") == len(trials.TRIALS)
    assert done.returncode == 0


def test_what_a_container_forbids_is_named_with_what_it_leaves_open_and_how_to_get_it() -> None:
    done = run(NO_NAMESPACES, "doctor")
    assert done.returncode == 1
    assert "Isolation level: files" in done.stdout
    missing = {name for name, state in states(done.stdout).items() if state == "missing"}
    assert {"view", "processes", "scratch", "network"} <= missing
    assert "PermissionError" in done.stdout
    assert "leaves open  view: " in done.stdout
    assert "--cap-add SYS_ADMIN" in done.stdout
    assert re.search(r"fill the disk +SUCCEEDED", done.stdout), "the scratch folder has no limit"


def test_a_file_that_student_code_can_read_is_found_by_trying() -> None:
    done = run(NO_WALLS, "doctor")
    assert done.returncode == 1
    assert "Isolation level: none" in done.stdout
    assert re.search(r"read a file of this machine +SUCCEEDED", done.stdout)


def test_a_level_that_is_not_reached_is_refused_before_anything_is_graded() -> None:
    done = run(NO_WALLS, "check", SAMPLE, "--require-isolation", "files")
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
    assert "isolation level 'files' was required, this machine reaches 'none'" in done.stderr
    assert "landlock: PermissionError" in done.stderr


def test_doctor_shows_what_is_missing_before_it_refuses() -> None:
    done = run(NO_NAMESPACES, "doctor", "--require-isolation", "full")
    assert done.returncode == 2
    assert "Missing: view" in done.stdout
    assert "isolation level 'full' was required, this machine reaches 'files'" in done.stderr


def test_a_course_in_a_folder_that_workers_may_read_is_refused(tmp_path: Path) -> None:
    for name in ("assignments", "solutions"):
        shutil.copytree(COURSE / name, tmp_path / "course" / name)
    # Python's bytecode is what workers read, wherever it is kept
    command = [sys.executable, "-X", f"pycache_prefix={tmp_path}", "-m", "autograder", "check"]
    done = subprocess.run(
        [*command, "-a", "custom_losses", SAMPLE, "--course", tmp_path / "course"],
        cwd=COURSE,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "which student code can read because Python or the system is there" in done.stderr
    assert "move the course" in done.stderr


def test_a_level_that_is_reached_is_graded_and_may_come_from_the_environment() -> None:
    variable = {"AUTOGRADER_REQUIRE_ISOLATION": "files"}
    assert "90.25 / 100" in run(NO_NAMESPACES, "check", SAMPLE, **variable).stdout
    assert run(NO_WALLS, "check", SAMPLE, **variable).returncode == 2


def test_a_level_that_does_not_exist_is_bad_usage(autograder: Run) -> None:
    done = autograder("doctor", "--require-isolation", "most")
    assert done.returncode == 2
    assert "'none', 'files', 'full'" in done.stderr


def test_each_trial_gets_through_where_there_is_no_wall(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(trials.BAIT, "bait")
    with UnlockedSandbox() as sandbox:
        sandbox.wait()
        outcomes = trials.run_all(sandbox)
    assert [outcome.trial.reaches for outcome in outcomes if outcome.how is not None] == []


@pytest.mark.parametrize(
    ("missing", "level"),
    [
        (set(), Level.FULL),
        ({"seccomp"}, Level.FILES),
        ({"view"}, Level.FILES),
        ({"landlock"}, Level.FILES),
        ({"view", "landlock"}, Level.NONE),
        ({layer.name for layer in LAYERS}, Level.NONE),
    ],
)
def test_the_level_follows_from_the_layers(missing: set[str], level: Level) -> None:
    present = {layer.name: ACTIVE for layer in LAYERS if layer.name not in missing}
    found = Isolation(present)
    assert found.level == level
    assert (found.exposure is None) == (level != Level.NONE)
