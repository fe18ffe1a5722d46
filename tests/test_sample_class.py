"""``autograder demo``, the real command, on the sample class: every hand-in gets what it should."""

from __future__ import annotations

import csv
import json
import tomllib
from pathlib import Path
from typing import Any

import pytest

from autograder.assignment import Assignment
from tests.conftest import COURSE, Run

EXPECTED = tomllib.loads((COURSE / "tests" / "sample_class.toml").read_text(encoding="utf-8"))
HAND_INS = {entry["file"]: entry for entry in EXPECTED["submission"]}


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory, autograder: Run) -> tuple[Path, str]:
    """The folder that the demo wrote, and what it printed."""
    out = tmp_path_factory.mktemp("demo")
    done = autograder("demo", "-o", out)
    assert done.returncode == 0, done.stderr
    return out, done.stdout


def result(out: Path, file: str) -> dict[str, Any]:
    name = Path(file).stem if Path(file).suffix in (".py", ".ipynb", ".zip") else file
    found: dict[str, Any] = json.loads((out / "results" / f"{name}.json").read_text("utf-8"))
    return found


def test_the_sample_class_is_what_the_expectations_describe() -> None:
    files = {path.name for path in (COURSE / "tests" / "sample_class").iterdir()}
    assert files == set(HAND_INS)
    assert len(files) >= 12


@pytest.mark.parametrize("file", HAND_INS)
def test_a_sample_gets_the_verdict_that_is_expected(file: str, demo: tuple[Path, str]) -> None:
    found, expected = result(demo[0], file), HAND_INS[file]
    assert found["status"] == expected["status"]
    if expected["status"] == "error":
        assert found["score"] is None
        assert found["error"].count("\n") == 0
        assert found["parts"] == []
        return
    for part in found["parts"]:
        share = (
            "full" if part["score"] == part["max_score"] else "some" if part["score"] else "zero"
        )
        assert share == expected["parts"][part["name"]], part["name"]
    lost = [
        f"{part['name']}.{check['name']}"
        for part in found["parts"]
        for check in part["checks"]
        if check["outcome"] == "failed" and part["name"] != "quiz"
    ]
    assert sorted(lost) == sorted(expected["lost"])


def test_the_table_names_every_student_and_every_reason(demo: tuple[Path, str]) -> None:
    out, printed = demo
    for file in HAND_INS:
        found = result(out, file)
        assert found["submission"][:20] in printed
        reasons = [
            part["mistake"]["hint"]
            if part["mistake"]
            else next(check["message"] for check in part["checks"] if check["outcome"] == "failed")
            for part in found["parts"]
            if part["score"] < part["max_score"] and part["name"] != "quiz"
        ]
        for reason in [*reasons, found["error"] or ""]:
            assert reason[:60] in printed


def test_grades_csv_agrees_with_the_results(
    demo: tuple[Path, str], custom_losses: Assignment
) -> None:
    out, _ = demo
    with (out / "grades.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    names = [part.name for part in custom_losses.parts]
    assert list(rows[0]) == ["submission", "status", "score", "max_score", *names]
    assert len(rows) == len(HAND_INS)
    for row in rows:
        found = json.loads((out / "results" / f"{row['submission']}.json").read_text("utf-8"))
        assert row["status"] == found["status"]
        assert row["score"] == ("" if found["score"] is None else f"{found['score']:g}")
        assert [row[name] for name in names] == (
            [f"{part['score']:g}" for part in found["parts"]] or [""] * len(names)
        )


def test_no_result_holds_a_hidden_number(demo: tuple[Path, str]) -> None:
    """Fractions in a message could only come from the hidden inputs or the expected values."""
    out, _ = demo
    allowed = {"1.0"}  # the parameter in the call that the stub itself shows
    for path in (out / "results").iterdir():
        for part in json.loads(path.read_text("utf-8"))["parts"]:
            for check in part["checks"]:
                words = check["message"].replace("=", " ").replace("(", " ").replace(")", " ")
                numbers = {word.strip(".,`:") for word in words.split() if _is_fraction(word)}
                assert numbers <= allowed, check["message"]


def _is_fraction(word: str) -> bool:
    word = word.strip(".,`:")
    return "." in word and word.replace(".", "").replace("-", "").isdigit()
