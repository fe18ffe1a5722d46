"""The README's commands do what it says, word for word, in a fresh clone."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import pytest
import typer

from autograder import assignment
from autograder.assignment import Assignment
from tests.conftest import COURSE

README = (COURSE / "README.md").read_text(encoding="utf-8")


def command(name: str) -> str:
    """The shell command below the marker ``<!-- the NAME command -->``."""
    found = re.search(rf"<!-- the {name} command -->\n```sh\n(.+?)\n```", README)
    assert found, f"README has no {name} command"
    return found[1]


@pytest.mark.timeout(900)
def test_the_demo_command_grades_the_sample_class_in_a_fresh_clone(tmp_path: Path) -> None:
    clone = tmp_path / "clone"
    subprocess.run(["git", "clone", "-q", str(COURSE), str(clone)], check=True)
    done = subprocess.run(
        ["bash", "-c", command("demo")],
        cwd=clone,
        env={**os.environ, "PIP_NO_COMPILE": "1"},  # most of TensorFlow is never imported
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    samples = len(list((clone / "tests" / "sample_class").iterdir()))
    assert f"{samples} submissions" in done.stdout
    assert len(list((clone / "demo-results" / "results").iterdir())) == samples
    tracked = subprocess.run(
        ["git", "status", "--porcelain"], cwd=clone, capture_output=True, text=True, check=True
    )
    assert tracked.stdout == "", "the demo leaves untracked files behind"


def test_ci_runs_the_test_command_from_the_readme() -> None:
    done = subprocess.run(
        ["bash", "-c", "eval() { printf '%s' \"$1\"; }; source .ci/run"],
        cwd=COURSE,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.endswith(command("test"))


def test_the_points_in_the_readme_are_those_of_the_assignment(custom_losses: Assignment) -> None:
    *losses, quiz = custom_losses.parts
    for part in losses:
        assert re.search(rf"^\| `{part.name}` .*\| {part.points:g} \|$", README, re.MULTILINE)
    assert f"{len(quiz.checks)} questions | {quiz.points:g} |" in README


def test_the_assignments_in_the_readme_are_those_of_the_course() -> None:
    for slug in assignment.slugs(COURSE):
        found = assignment.load(COURSE, slug)
        losses = len(found.parts) - bool(found.quiz)
        questions = f"{len(found.parts[-1].checks)} questions" if found.quiz else ""
        points = sum(part.points for part in found.parts)
        row = rf"^\| \[`{slug}`\].* \| {losses} \| {questions} *\| {points:g} \| \d hours \|$"
        assert re.search(row, README, re.MULTILINE), slug


def test_every_command_in_the_readme_exists(custom_losses: Assignment) -> None:
    from autograder.cli import app

    command = typer.main.get_command(app)
    assert isinstance(command, typer.core.TyperGroup)
    named = set(re.findall(r"(?:^|`|/)autograder (\w+)", README, re.MULTILINE))
    assert named <= set(command.commands)


def test_every_path_in_the_readme_exists() -> None:
    for path in re.findall(r"`((?:assignments|solutions|tests|autograder)/[\w./]+)`", README):
        assert (COURSE / path).exists(), path


def test_every_check_in_the_readme_is_priced(custom_losses: Assignment) -> None:
    listed = re.findall(r"^\| `(\w+)` \| (?!function|wrapper|25|`)", README, re.MULTILINE)
    assert set(custom_losses.parts[0].checks) <= set(listed)


def test_the_counts_of_what_is_planted_are_true(custom_losses: Assignment) -> None:
    wrong = len(list(custom_losses.mistakes.glob("*.py")))
    right = len(list(custom_losses.variants.glob("*.py"))) + 1  # and the solution
    assert f"chaff caught             {wrong}   {wrong} " in README
    assert f"wheat accepted            {right}    {right} " in README
    assert f"planted mistakes: {wrong} wrong programs" in README
    others = ((COURSE / "solutions" / name) for name in ("loss_catalogue", "siamese_network"))
    catalogue, siamese = (
        [len(list(folder.glob(f"{kind}/*.py"))) for kind in ("mistakes", "variants")]
        for folder in others
    )
    assert f"has {catalogue[0]} planted mistakes and {catalogue[1]} variants" in README
    assert f"`siamese_network` {siamese[0]} and {siamese[1]};" in README
