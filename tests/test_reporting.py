"""The pages that `grade` and `report` leave in OUT, by the real commands."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.conftest import COURSE, Run

SAMPLES = COURSE / "tests" / "sample_class"


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory, autograder: Run) -> Path:
    """A graded class of two, one of whom needs staff."""
    folder = tmp_path_factory.mktemp("graded")
    for name in ("matteo.rossi.py", "tom baker.py"):
        shutil.copy(SAMPLES / name, folder)
    done = autograder("grade", folder, "-o", folder / "out", "-a", "custom_losses", "--seed", 5)
    assert done.returncode == 1, done.stderr
    last = done.stdout.splitlines()[-1]
    page = folder / "out" / "report.html"
    assert last == f"Report: {page}, in a browser {page.as_uri()}"
    return folder / "out"


@pytest.fixture
def copy(out: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(out, tmp_path / "out"))


def test_grading_ends_with_a_report_and_a_page_a_student(out: Path) -> None:
    text = (out / "report.html").read_text(encoding="utf-8")
    assert "averages over the batch" in text
    assert "tom baker.py is empty" in text
    pages = {path.name for path in (out / "feedback").iterdir()}
    assert pages == {"matteo.rossi.html", "tom baker.html"}
    assert 'href="feedback/tom%20baker.html"' in text


def test_the_run_is_remembered_and_told(out: Path) -> None:
    (run,) = json.loads((out / "run.json").read_text(encoding="utf-8"))["runs"]
    assert (run["seed"], run["hand_ins"], run["graded"]) == (5, 2, 2)
    assert run["isolation"] in ("none", "files", "full")
    text = (out / "report.html").read_text(encoding="utf-8")
    assert "<code>5</code>" in text
    assert run["versions"]["keras"] in text


def test_the_report_can_be_made_again(copy: Path, autograder: Run) -> None:
    (copy / "report.html").unlink()
    shutil.rmtree(copy / "feedback")
    done = autograder("report", copy)
    assert done.returncode == 1  # tom baker still needs staff
    assert (
        done.stdout
        == f"Report: {copy}/report.html, in a browser {(copy / 'report.html').as_uri()}\n"
    )
    assert "averages over the batch" in (copy / "report.html").read_text(encoding="utf-8")
    assert len(list((copy / "feedback").iterdir())) == 2


def test_without_facts_about_runs_the_report_says_so(copy: Path, autograder: Run) -> None:
    (copy / "run.json").unlink()
    autograder("report", copy)
    assert "Unknown: there is no run.json" in (copy / "report.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("spoil", "complaint"),
    [
        (lambda out: shutil.rmtree(out / "results"), "no results in"),
        (lambda out: (out / "results" / "a.json").write_text("{"), "a.json: expected a result"),
        (
            lambda out: shutil.copy(
                out / "results" / "matteo.rossi.json", out / "results" / "b.json"
            ),
            "expected the result of b, found 'matteo.rossi'",
        ),
    ],
)
def test_what_is_no_graded_class_is_one_line(
    spoil: object, complaint: str, copy: Path, autograder: Run
) -> None:
    assert callable(spoil)
    spoil(copy)
    done = autograder("report", copy)
    assert done.returncode == 2
    assert complaint in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_report_that_can_not_be_written_is_one_line(copy: Path, autograder: Run) -> None:
    (copy / "report.html").unlink()
    (copy / "report.html").mkdir()
    done = autograder("report", copy)
    assert done.returncode == 2
    assert done.stderr.startswith("autograder: warning: no report.html: can't write report.html")
    assert done.stdout == ""
