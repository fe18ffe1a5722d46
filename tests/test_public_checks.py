"""What students check themselves with: in Jupyter, on Colab, and beside the script."""

from __future__ import annotations

import ast
import io
import re
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from autograder import master
from autograder.assignment import Assignment
from autograder.packaging import student_bundle
from tests import student

WRONG = {
    "my_huber_loss": "def my_huber_loss(y_true, y_pred):\n    return tf.abs(y_true - y_pred) / 2",
    "ContrastiveLoss": "class ContrastiveLoss(Loss):\n    def call(self, y_true, y_pred):\n"
    "        return y_pred",
}
"""Wrong values and a wrong shape; a class that can't be made with a margin."""


@pytest.fixture
def bundle(custom_losses: Assignment, tmp_path: Path) -> Path:
    """The student zip, unpacked into an empty folder."""
    archive = student_bundle(custom_losses)["custom_losses.zip"]
    with zipfile.ZipFile(io.BytesIO(archive)) as file:
        file.extractall(tmp_path)
    return tmp_path / "custom_losses"


@pytest.fixture(scope="module")
def solved(custom_losses: Assignment) -> Mapping[str, str]:
    return student.solved_cells(custom_losses)


def run(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, *arguments]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)


def failures(shown: str) -> list[str]:
    """The messages of failed assertions in what Otter shows."""
    return re.findall(r"^ *AssertionError: (.*)$", shown, re.MULTILINE)


def test_a_notebook_with_the_solution_passes_every_check_in_jupyter(
    bundle: Path, solved: Mapping[str, str]
) -> None:
    notebook = bundle / "custom_losses.ipynb"
    student.fill_in(notebook, solved)
    shown = student.execute(notebook)
    assert shown == {name: f"{name} results: All test cases passed!" for name in solved}
    (exported,) = bundle.glob("custom_losses_*.zip")
    with zipfile.ZipFile(exported) as archive:
        assert "custom_losses.ipynb" in archive.namelist()


def test_on_colab_a_notebook_alone_brings_its_checks_along(
    bundle: Path, solved: Mapping[str, str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    alone = tmp_path_factory.mktemp("colab") / "Copy of custom_losses_colab.ipynb"
    alone.write_bytes((bundle / "custom_losses_colab.ipynb").read_bytes())
    student.fill_in(alone, {**solved, **WRONG})
    shown = student.execute(
        alone, IPYTHONDIR=str(colab_profile(tmp_path_factory.mktemp("ipython")))
    )
    assert {name for name, text in shown.items() if "All test cases passed!" in text} == (
        solved.keys() - WRONG.keys()
    )
    assert "an error of 0.4 should cost 0.08, not 0.2" in failures(shown["my_huber_loss"])


def colab_profile(folder: Path) -> Path:
    """A kernel that says it is Colab's, in the way that Otter asks."""
    startup = folder / "profile_default" / "startup" / "colab.py"
    startup.parent.mkdir(parents=True)
    startup.write_text(
        "shell = get_ipython()\n"
        "where = {'__module__': 'google.colab._shell'}\n"
        "shell.__class__ = type('Shell', (type(shell),), where)\n"
    )
    return folder


def test_notebook_and_script_run_the_same_checks(custom_losses: Assignment) -> None:
    text = custom_losses.master.read_text(encoding="utf-8")
    book = student.read(custom_losses.public / "custom_losses.ipynb")
    tests = "\n".join(book["metadata"]["otter"]["tests"].values())
    in_notebook = {
        node.name: ast.unparse(node.body)  # type: ignore[arg-type]  # a list of statements too
        for node in ast.parse(tests).body
        if isinstance(node, ast.FunctionDef)
    }
    script = (custom_losses.public / "test_public.py").read_text(encoding="utf-8")
    in_script = {
        node.name: ast.unparse(node.body)  # type: ignore[arg-type]
        for node in ast.parse(script).body
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    }
    assert in_notebook == in_script
    assert list(in_script) == [check.name for check in master.public_checks(text)]


def test_notebook_and_script_say_the_same_of_a_wrong_loss(
    bundle: Path, solved: Mapping[str, str]
) -> None:
    notebook = bundle / "custom_losses.ipynb"
    student.fill_in(notebook, {**solved, **WRONG})
    by_otter = failures("\n".join(student.execute(notebook).values()))
    (bundle / "custom_losses.py").unlink()
    by_pytest = run("-m", "pytest", "-q", "--tb=line", "-p", "no:cacheprovider", cwd=bundle).stdout
    by_python = run("test_public.py", cwd=bundle).stdout
    assert len(by_otter) == 2
    for message in by_otter:
        assert message in by_pytest
        assert message in by_python
    assert f"{len(re.findall('  FAILED  ', by_python))} failed" in by_pytest


def test_the_checks_of_the_script_need_no_pytest(bundle: Path, custom_losses: Assignment) -> None:
    text = custom_losses.master.read_text(encoding="utf-8")
    solution = master.solution(text, custom_losses.quiz)
    (bundle / "custom_losses.py").write_text(solution, encoding="utf-8")
    (bundle / "pytest.py").write_text("raise ImportError('not installed')")
    done = run("test_public.py", cwd=bundle)
    assert done.returncode == 0, done.stdout
    assert "Checking custom_losses.py" in done.stdout
    assert "All public checks passed." in done.stdout
    assert "FAILED" not in done.stdout


def test_an_untouched_bundle_fails_every_check_and_says_what_is_missing(bundle: Path) -> None:
    done = run("test_public.py", cwd=bundle)
    assert done.returncode == 1
    assert "  passed  " not in done.stdout
    assert "it returns None: not filled in yet" in done.stdout
    assert "q1 has no answer yet" in done.stdout


def test_a_form_that_breaks_off_is_told_by_its_cell(bundle: Path) -> None:
    (bundle / "custom_losses.py").unlink()
    student.fill_in(bundle / "custom_losses.ipynb", {"my_huber_loss": "def my_huber_loss(:"})
    done = run("test_public.py", cwd=bundle)
    assert done.returncode != 0
    assert "in code cell 3 of custom_losses.ipynb" in done.stderr
