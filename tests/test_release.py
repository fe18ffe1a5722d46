"""``autograder release``: what is handed out, to whom, and that nothing private is in it."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

from autograder import leak
from autograder.assignment import Assignment
from tests.conftest import COURSE, Run


def test_the_student_files_are_those_of_the_public_folder(
    dist: Path, custom_losses: Assignment
) -> None:
    folder = dist / "student" / "custom_losses"
    assert {path.name for path in folder.iterdir()} == set(custom_losses.bundle)
    with zipfile.ZipFile(dist / "student" / "custom_losses.zip") as archive:
        zipped = {name: archive.read(name) for name in archive.namelist()}
    assert zipped.keys() == {f"custom_losses/{name}" for name in custom_losses.bundle}
    for name in custom_losses.bundle:
        content = (custom_losses.public / name).read_bytes()
        assert (folder / name).read_bytes() == zipped[f"custom_losses/{name}"] == content


def test_nothing_private_is_in_anything_that_students_get(
    dist: Path, custom_losses: Assignment
) -> None:
    secrets = leak.secrets(custom_losses)
    assert any("tf.where(size <= threshold" in line for line in secrets.lines)
    for file in (dist / "student").rglob("*"):
        if file.is_file() and file.suffix != ".zip":
            assert [what for text in leak.texts(file) for what in secrets.found_in(text)] == [], (
                file
            )


def test_the_names_of_what_students_get_are_on_a_list(dist: Path) -> None:
    """A new kind of file among them is a decision, not an accident."""
    found = {str(p.relative_to(dist / "student")) for p in (dist / "student").rglob("*.*")}
    assert {name for name in found if Path(name).suffix} == {
        "custom_losses.zip",
        *(f"custom_losses/{name}" for name in BUNDLE),
        "github/.github/workflows/checks.yml",
        "github/.github/annotate.py",
    }


BUNDLE = (
    "README.md",
    "assignment.toml",
    "custom_losses.ipynb",
    "custom_losses.py",
    "custom_losses_colab.ipynb",
    "huber.svg",
    "quiz.md",
    "test_public.py",
)


def test_a_stray_file_in_the_public_folder_stays_at_home(
    tmp_path: Path, autograder: Run, custom_losses: Assignment
) -> None:
    for top in ("assignments", "solutions"):
        copy = ["cp", "-r", str(COURSE / top), str(tmp_path / top)]
        subprocess.run(copy, check=True)
    stray = tmp_path / "assignments" / "custom_losses" / "my_solution.py"
    stray.write_text("key = 'ABC'")
    done = autograder("release", "custom_losses", "-o", tmp_path / "dist", "--course", tmp_path)
    assert done.returncode == 0, done.stderr
    assert "my_solution.py" not in str(list((tmp_path / "dist").rglob("*")))


def test_releasing_twice_makes_the_same_bytes(dist: Path, tmp_path: Path, autograder: Run) -> None:
    done = autograder("release", "custom_losses", "-o", tmp_path, "--gradescope", "--github")
    assert done.returncode == 0, done.stderr
    again = {path.relative_to(tmp_path): path for path in tmp_path.rglob("*") if path.is_file()}
    first = {path.relative_to(dist): path for path in dist.rglob("*") if path.is_file()}
    assert again.keys() == first.keys()
    for name, path in first.items():
        assert again[name].read_bytes() == path.read_bytes(), name


def test_packages_without_a_folder_to_put_them_into_are_refused(autograder: Run) -> None:
    done = autograder("release", "custom_losses", "--gradescope")
    assert done.returncode == 2
    assert "name the folder for it with -o DIR" in done.stderr


def test_the_master_is_a_script_that_holds_the_solution_against_its_public_checks(
    custom_losses: Assignment, tmp_path: Path
) -> None:
    text = custom_losses.master.read_text(encoding="utf-8")
    right, wrong = tmp_path / "right.py", tmp_path / "wrong.py"
    right.write_text(text, encoding="utf-8")
    wrong.write_text(text.replace("size - 0.5 * threshold", "size - threshold"), encoding="utf-8")
    assert run(right).returncode == 0
    assert "an error of 3.0 should cost 2.5, not 2" in run(wrong).stderr


def run(script: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, script], capture_output=True, text=True, check=False)
