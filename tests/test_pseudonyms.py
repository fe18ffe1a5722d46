"""A class for research: nothing in it says who anybody is, and what research needs is there."""

from __future__ import annotations

import csv
import io
import json
import re
import stat
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from autograder.errors import UsageError
from autograder.exports import pseudonyms
from autograder.exports.entry import Class, assembled
from autograder.exports.roster import Roster
from autograder.figure import Figure, Line
from autograder.gradebook import Gradebook
from autograder.result import CheckResult, Grade, Mistake, PartResult
from tests import miniature
from tests.conftest import Run

WORDS = "Chrysanthemum"
"""Stands in everything that a student could have written, or that quotes it."""
NAMES = ("alice_smith", "bob_jones", "zoe_überall")


def grade(submission: str, chosen: str = "AC") -> Grade:
    line = Line(WORDS, "yours", (0.0, 1.0), (0.125, 77.0625))
    checks = (
        CheckResult("values", "failed", 1, 4, f"NameError: {WORDS}", "visible"),
        CheckResult("fit", "skipped", 0, 1, WORDS, "hidden"),
    )
    part = PartResult(
        "my_loss",
        checks,
        Mistake("half_missing", f"hint {WORDS}"),
        line=4711,
        source=f"def my_loss(): {WORDS}",
        figures=(Figure(WORDS, WORDS, WORDS, (line,)),),
    )
    answer = CheckResult("q1", "failed", 0.5, 1, WORDS, "visible", answer=chosen)
    return Grade(
        assignment="tiny",
        submission=submission,
        sha256="feed" * 16,
        max_score=6,
        parts=(part, PartResult("quiz", (answer,))),
        repairs=(f"cell 4: {WORDS}",),
        output=WORDS,
        seconds=8.642,
        file=f"{WORDS}.py",
        staff=(WORDS,),
    )


CLASS = [grade(name) for name in NAMES]
UNREAD = Grade("tiny", "mallory", "beef" * 16, 6, error=f"{WORDS}.zip is empty", file=WORDS)


@pytest.fixture
def book(tmp_path: Path) -> Path:
    found = Gradebook(tmp_path / "grades")
    for each in (*CLASS, UNREAD):
        found.record(each)
    return found.folder


def research(grades: list[Grade], secret: bytes = b"k") -> dict[str, Any]:
    of = assembled(grades, Roster(), None, is_raw=False)
    found: dict[str, Any] = json.loads(pseudonyms.pseudonymous_document(of, secret))
    return found


def table(of: Class, secret: bytes = b"k") -> list[dict[str, str]]:
    text = pseudonyms.pseudonymous_spreadsheet(of, secret)
    return list(csv.DictReader(io.StringIO(text, newline="")))


@pytest.mark.parametrize("to", ["csv", "json"])
def test_no_id_and_no_word_of_a_student_is_in_it(to: str, book: Path, in_process: Run) -> None:
    done = in_process("export", book, "--to", to, "--pseudonyms")
    assert done.returncode == 1, done.stderr  # mallory needs staff
    for name in (*NAMES, "mallory", "smith", "jones", "berall"):
        assert name not in done.stdout
    telling = (WORDS, WORDS.lower(), "feed", "beef", "4711", "77.0625", "8.642", "NameError")
    assert [each for each in telling if each in done.stdout] == []
    assert re.findall(r"\bs[0-9a-f]{16}\b", done.stdout)
    assert "half_missing" in done.stdout


def test_with_a_roster_days_and_points_are_told_and_no_times_or_ids(
    book: Path, tmp_path: Path, in_process: Run
) -> None:
    miniature.build(tmp_path / "course")
    path = tmp_path / "course" / "assignments" / "tiny" / "assignment.toml"
    due = "deadline = 2026-12-01T23:59:00Z\nlate = { penalty_per_day = 0.1 }"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("schema = 1\n", f"schema = 1\n{due}\n"), encoding="utf-8")
    roster = tmp_path / "roster.csv"
    roster.write_text(
        "submission,name,email,sis_user_id,submitted\n"
        "alice_smith,Alice Smith,as@example.edu,S999,2026-12-02T13:37:42Z\n"
        "carol,Carol King,ck@example.edu,S998,\n",
        encoding="utf-8",
    )
    for to in ("csv", "json"):
        done = in_process(
            *("export", book, "--to", to, "--pseudonyms", "--roster", roster),
            *("--course", tmp_path / "course"),
        )
        known = ("Smith", "Carol", "carol", "example.edu", "S99", "13:37", "2026", "Tiny")
        assert [each for each in known if each in done.stdout] == []
    late = [each["late"] for each in json.loads(done.stdout)["results"] if each["late"]]
    assert {"days": 1, "penalty": 0.6, "final_score": 0.9} in late
    statuses = [each["status"] for each in json.loads(done.stdout)["results"]]
    assert sorted(statuses) == ["error", "graded", "graded", "graded", "missing"]


def test_what_research_needs_is_there() -> None:
    (result,) = research([grade("alice_smith")])["results"]
    assert (result["status"], result["score"]) == ("graded", 1.5)
    loss, quiz = result["parts"]
    assert loss == {
        "name": "my_loss",
        "score": 1,
        "max_score": 5,
        "mistake": "half_missing",
        "checks": [
            {"name": "values", "outcome": "failed", "score": 1, "max_score": 4},
            {"name": "fit", "outcome": "skipped", "score": 0, "max_score": 1},
        ],
    }
    assert quiz["checks"][0]["answer"] == "AC"
    (row,) = table(assembled([grade("alice_smith")], Roster(), None, is_raw=False))
    assert row["my_loss"] == "1"
    assert row["my_loss mistake"] == "half_missing"
    assert row["my_loss.fit"] == "skipped"
    assert row["quiz.q1 answer"] == "AC"


@pytest.mark.parametrize("chosen", [WORDS, "", "A" * 27, "ab", "A\n", "Ä"])
def test_an_answer_that_is_no_letters_is_somebodys_words(chosen: str) -> None:
    (result,) = research([grade("alice_smith", chosen)])["results"]
    assert result["parts"][1]["checks"][0]["answer"] == ""
    (row,) = table(assembled([grade("alice_smith", chosen)], Roster(), None, is_raw=False))
    assert row["quiz.q1 answer"] == ""


def test_the_order_tells_nothing() -> None:
    names = [f"student {number:03}" for number in range(50)]
    found = [each["submission"] for each in research([grade(name) for name in names])["results"]]
    assert found == sorted(found)
    assert len(set(found)) == 50
    expected = [pseudonyms.pseudonym(name, b"k") for name in names]
    assert sorted(found) == sorted(expected)
    assert found != expected


def test_a_pseudonym_is_the_same_for_a_key_and_another_for_another() -> None:
    one, other = pseudonyms.pseudonym("alice", b"k"), pseudonyms.pseudonym("alice", b"l")
    assert one == "sec631a55bb81f5b9"
    assert one != other
    first, again = research([grade("alice")]), research([replace(grade("alice"), assignment="b")])
    assert [each["submission"] for each in first["results"]] == [one]
    assert [each["submission"] for each in again["results"]] == [one]


def test_the_key_is_made_for_its_owner_alone_and_used_again(
    book: Path, in_process: Run, tmp_path: Path
) -> None:
    key = tmp_path / "course.key"
    runs = [
        in_process("export", book, "--to", "csv", "--pseudonyms", *more)
        for more in ((), (), ("--key", key), ("--key", key))
    ]
    beside = book / "pseudonyms.key"
    for done, where in zip(runs, (beside, beside, key, key), strict=True):
        assert f"can be worked out with {where}: keep it" in done.stderr
    assert runs[0].stdout == runs[1].stdout
    assert runs[2].stdout == runs[3].stdout
    assert runs[0].stdout != runs[2].stdout
    for path in (beside, key):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert re.fullmatch(r"[0-9a-f]{64}\n", path.read_text("ascii"))


def test_no_key_is_guessed_where_there_is_no_folder(book: Path, in_process: Run) -> None:
    file = book / "results" / "alice_smith.json"
    done = in_process("export", file, "--to", "json", "--pseudonyms")
    assert (done.returncode, done.stdout) == (2, "")
    assert "name a file with --key FILE" in done.stderr


@pytest.mark.parametrize("content", ["", "secret", "ab" * 31, "é" * 64])
def test_a_key_that_is_none_is_refused(content: str, tmp_path: Path) -> None:
    path = tmp_path / "key"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(UsageError, match="expected 64 hexadecimal digits in"):
        pseudonyms.key(path)
    assert path.read_text(encoding="utf-8") == content
