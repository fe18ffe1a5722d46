"""Results in other tools' formats: read back with a parser of each, hostile words included."""

from __future__ import annotations

import json
import os
import re
from collections import Counter
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from junitparser import Error, Failure, JUnitXml, Skipped, TestSuite
from markdown_it import MarkdownIt

from autograder.errors import ResultError, UsageError
from autograder.exports import github, junit, results
from autograder.exports import gradescope as gradescopes
from autograder.figure import Figure, Line
from autograder.gradebook import Gradebook
from autograder.result import CheckResult, Grade, Mistake, PartResult
from tests.conftest import Run

EVIL = (
    "a</pre><script>alert(1)</script>|x\r\n::error file=x::forged\n##[error]%0A::"
    " [b](javascript:1) \u202egnirts @all ]]> & \x1b[31m \x00 `c` <img src=x onerror=1>"
)


def check(
    name: str,
    score: float,
    most: float,
    outcome: str = "",
    message: str = "",
    when: str = "visible",
) -> CheckResult:
    told = outcome or ("passed" if score == most else "failed")
    return CheckResult(name, told, score, most, message, when)


GRADE = Grade(
    assignment="custom_losses",
    submission="alice",
    sha256="0" * 64,
    max_score=10,
    parts=(
        PartResult(
            "my_huber_loss",
            (
                check("values", 4, 4),
                check("shape", 0, 1, message="It returns a single number."),
                check("gradient", 0, 2, "skipped", "Not looked at: shape comes first."),
                check("fit", 0, 1, message="It returns a single number."),
            ),
            line=12,
            source="def my_huber_loss(y_true, y_pred): ...",
            figures=(
                Figure("Loss", "error", "loss", (Line("Huber", "yours", (0.0, 1.5), (2.5, None)),)),
            ),
        ),
        PartResult(
            "quiz",
            (
                replace(check("q1", 0.5, 1, message="Partly right."), answer="AC"),
                check("q2", 1, 1),
            ),
        ),
    ),
    repairs=("cell 4: notebook commands were left out",),
    seconds=1.25,
    file="hw/loss.py",
)
UNREAD = Grade("custom_losses", "bob", "", 10, error="bob.zip is empty; expected a notebook")


def hostile() -> Grade:
    part = PartResult(EVIL, (check(EVIL, 0, 1, message=EVIL),), Mistake("m", EVIL), line=3)
    return replace(GRADE, submission=EVIL, parts=(part,), repairs=(EVIL,), output=EVIL, file=EVIL)


# --- reading results back ------------------------------------------------------------------------


@pytest.mark.parametrize("grade", [GRADE, UNREAD, hostile()], ids=["graded", "error", "hostile"])
def test_a_result_file_is_read_back_as_the_grade_that_it_was(grade: Grade) -> None:
    assert Grade.from_json(json.loads(json.dumps(grade.as_json()))) == grade


def test_results_from_before_the_lines_are_read_without_them() -> None:
    old = GRADE.as_json()
    del old["file"]
    for part in old["parts"]:
        del part["line"], part["source"], part["figures"]
    found = Grade.from_json(old)
    assert [(part.line, part.source, part.figures) for part in found.parts] == [(None, "", ())] * 2


@pytest.mark.parametrize(
    ("field", "value", "complaint"),
    [
        ("schema", 2, "schema 1, found schema 2"),
        ("schema", True, "expected schema"),
        ("submission", None, "expected submission"),
        ("parts", {}, "expected parts"),
        ("parts", [3], "parts 1: expected a JSON object"),
        ("max_score", float("nan"), "finite number"),
        ("seconds", 10**400, "finite number"),
        ("score", 9, "score 9"),
        ("status", "error", "status 'error'"),
        ("error", "a reason", "status 'graded'"),
        ("repairs", [["a"]], "repairs 1: expected a text"),
    ],
)
def test_what_is_no_result_is_refused_in_one_line(field: str, value: Any, complaint: str) -> None:
    with pytest.raises(ResultError, match=re.escape(complaint)) as caught:
        Grade.from_json({**GRADE.as_json(), field: value})
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 250


@pytest.mark.parametrize(
    ("path", "value", "complaint"),
    [
        (["source"], None, "parts 1: expected source as str"),
        (["figures"], None, "parts 1: expected figures as list"),
        (["figures", 0], "a picture", "figures 1: expected a JSON object"),
        (["figures", 0, "title"], 3, "figures 1: expected title"),
        (["figures", 0, "y_label"], None, "figures 1: expected y_label"),
        (["figures", 0, "lines"], {}, "figures 1: expected lines"),
        (["figures", 0, "lines", 0, "name"], [], "lines 1: expected name"),
        (["figures", 0, "lines", 0, "role"], "<b>", "lines 1: expected role as one of yours"),
        (["figures", 0, "lines", 0, "x"], [1], "expected as many y as x, found 2 and 1"),
        (["figures", 0, "lines", 0, "x", 0], None, "x 1: expected a finite number"),
        (["figures", 0, "lines", 0, "x", 0], True, "x 1: expected a finite number"),
        (["figures", 0, "lines", 0, "y", 1], float("nan"), "y 2: expected a finite number"),
        (["figures", 0, "lines", 0, "y", 1], float("inf"), "y 2: expected a finite number"),
        (["figures", 0, "lines", 0, "y", 1], 10**400, "y 2: expected a finite number"),
        (["figures", 0, "lines", 0, "y", 1], "2", "y 2: expected a finite number"),
        (["checks", 0, "answer"], ["A"], "checks 1: expected answer"),
    ],
)
def test_what_can_not_be_shown_is_refused_in_one_line(
    path: list[Any], value: object, complaint: str
) -> None:
    data = json.loads(json.dumps(GRADE.as_json()))
    *inner, last = path
    target = data["parts"][0]
    for step in inner:
        target = target[step]
    target[last] = value
    with pytest.raises(ResultError, match=re.escape(complaint)) as caught:
        Grade.from_json(data)
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 250


@pytest.mark.parametrize(
    ("field", "value"), [("outcome", "full marks"), ("visibility", "seen"), ("score", "4")]
)
def test_a_check_with_a_word_of_its_own_is_refused(field: str, value: str) -> None:
    data = json.loads(json.dumps(GRADE.as_json()))
    data["parts"][0]["checks"][0][field] = value
    with pytest.raises(ResultError, match=f"parts 1, checks 1: expected {field}"):
        Grade.from_json(data)


# --- Gradescope ----------------------------------------------------------------------------------

TOP = {"execution_time", "output", "output_format", "stdout_visibility", "extra_data", "tests"}
TEST = {"name", "number", "score", "max_score", "status", "output", "output_format", "visibility"}


def gradescope(grade: Grade) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(gradescopes.gradescope(grade))
    return found


class Tags(HTMLParser):
    """The tags of a page, with their attributes, and its text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags, self.text = set[str](), ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(" ".join([tag, *(name for name, _ in attrs)]))

    def handle_data(self, data: str) -> None:
        self.text += data


def test_gradescope_gets_a_test_a_part_with_documented_fields_only() -> None:
    found = gradescope(GRADE)
    assert set(found) == TOP  # no total of our own: Gradescope adds up what it may show
    assert all(set(test) == TEST for test in found["tests"])
    huber, quiz = found["tests"]
    assert (huber["name"], huber["score"], huber["max_score"]) == ("my_huber_loss", 4, 8)
    assert (quiz["score"], quiz["max_score"]) == (1.5, 2)
    assert {test["status"] for test in found["tests"]} == {"failed"}
    assert (found["execution_time"], found["stdout_visibility"]) == (1.25, "hidden")
    assert found["extra_data"] == json.loads(json.dumps(GRADE.as_json()))


def test_gradescope_names_each_lost_check_once() -> None:
    page = gradescope(GRADE)["tests"][0]["output"]
    assert "<b>shape, fit</b> 0 / 2: It returns a single number." in page
    assert "<b>gradient</b> 0 / 2: Not looked at: shape comes first." in page
    assert "Passed: values" in page


def test_gradescope_shows_nothing_that_a_student_can_make_active() -> None:
    found = gradescope(hostile())
    pages = [found["output"], *(test["output"] for test in found["tests"])]
    for page in pages:
        assert Tags(page).tags <= {"p", "b", "ul", "li"}
        assert "<script>alert(1)</script>" in Tags(page).text
        assert "\u202e" not in page
    assert all(test["name"].isprintable() for test in found["tests"])


@pytest.mark.parametrize("when", ["hidden", "after_published", "after_due_date"])
def test_gradescope_lets_no_student_work_out_what_is_withheld(when: str) -> None:
    secret = "q1 was answered wrongly"
    quiz = PartResult("quiz", (check("q1", 0.5, 1, message=secret, when=when),))
    grade = replace(GRADE, parts=(GRADE.parts[0], quiz))
    found = gradescope(grade)
    by_name = {test["name"]: test for test in found["tests"]}
    assert by_name["quiz"]["visibility"] == when
    assert by_name["my_huber_loss"]["visibility"] == "visible"
    # one waits for publication, whatever Gradescope makes of tests that are hidden for good
    assert by_name["Total"]["visibility"] == "after_published"
    assert by_name["Total"]["max_score"] == 0
    staff = by_name["For staff"]
    assert (staff["visibility"], staff["extra_data"]["score"]) == ("hidden", 4.5)
    seen = {key: value for key, value in found.items() if key != "tests"}
    seen["tests"] = [test for test in found["tests"] if test["visibility"] == "visible"]
    assert "score" not in found
    assert found["extra_data"]["score"] is None
    assert [part["name"] for part in found["extra_data"]["parts"]] == ["my_huber_loss"]
    assert secret not in json.dumps(seen)
    assert "4.5" not in json.dumps(seen)


def test_gradescope_splits_a_part_whose_checks_are_shown_at_different_times() -> None:
    checks = (check("a", 1, 1), check("b", 0, 2, message="No.", when="hidden"))
    part = PartResult("f", checks, Mistake("m", "the hint"))
    open_, closed, *_ = gradescope(replace(GRADE, parts=(part,)))["tests"]
    assert (open_["number"], open_["score"], open_["max_score"]) == ("1.1", 1, 1)
    assert (closed["number"], closed["score"], closed["max_score"]) == ("1.2", 0, 2)
    assert "the hint" not in open_["output"]  # it was found by the hidden check as well
    assert "the hint" in closed["output"]


def test_gradescope_gets_no_zero_for_a_hand_in_without_a_verdict() -> None:
    with pytest.raises(ResultError, match=r"bob needs staff: bob\.zip is empty"):
        gradescopes.gradescope(UNREAD)


# --- JUnit ---------------------------------------------------------------------------------------


def suites(text: str) -> list[TestSuite]:
    return list(JUnitXml.fromstring(text.encode()))


def test_junit_has_a_case_a_check_and_counts_them_right() -> None:
    report = JUnitXml.fromstring(junit.junit([GRADE, UNREAD]).encode())
    alice, bob = report
    assert (alice.name, alice.tests, alice.failures, alice.skipped, alice.errors) == (
        "alice",
        *(6, 3, 1, 0),
    )
    assert (bob.tests, bob.failures, bob.errors) == (1, 0, 1)
    assert (report.tests, report.failures, report.skipped, report.errors) == (7, 3, 1, 1)
    assert (alice.time, report.time) == (1.25, 1.25)
    kinds = Counter(type(result) for case in alice for result in case.result)
    assert kinds == {Failure: 3, Skipped: 1}
    cases = {f"{case.classname} {case.name}": case for case in alice}
    shape = cases["custom_losses.my_huber_loss shape"]
    assert shape.result[0].message == "It returns a single number."
    assert (shape._elem.get("file"), shape._elem.get("line")) == ("hw/loss.py", "12")
    assert [result.message for case in bob for result in case.result] == [UNREAD.error]


def test_junit_shows_a_check_that_could_not_be_made_as_an_error_once() -> None:
    part = PartResult("f", (check("values", 0, 1, "error", "The grader failed: x"),))
    (suite,) = suites(junit.junit([replace(GRADE, parts=(part,), error="The grader failed: x")]))
    assert (suite.tests, suite.errors) == (1, 1)
    assert isinstance(next(iter(suite)).result[0], Error)


def test_junit_of_hostile_words_is_xml_with_one_case() -> None:
    (suite,) = suites(junit.junit([hostile()]))
    (case,) = suite
    assert (suite.tests, suite.failures) == (1, 1)
    assert "<script>alert(1)</script>" in case.result[0].message
    assert case.result[0].message.isprintable()


# --- GitHub --------------------------------------------------------------------------------------


def commands(text: str) -> list[tuple[str, dict[str, str], str]]:
    """Read as GitHub's runner reads a log: a command a line, properties, message."""
    found = []
    for line in re.split(r"\r\n|\r|\n", text):
        if line.strip().startswith("::"):
            head, _, message = line.strip()[2:].partition("::")
            name, _, pairs = head.partition(" ")
            properties = dict(pair.split("=", 1) for pair in pairs.split(",")) if pairs else {}
            found.append((name, {k: unescaped(v) for k, v in properties.items()}, message))
    return found


def unescaped(text: str) -> str:
    for code, char in (("%3A", ":"), ("%2C", ","), ("%0D", "\r"), ("%0A", "\n"), ("%25", "%")):
        text = text.replace(code, char)
    return text


def test_github_gets_an_annotation_for_each_part_that_lost_points() -> None:
    huber, quiz, bob = commands(github.workflow_commands([GRADE, UNREAD]))
    assert huber == (
        "error",
        {"file": "hw/loss.py", "line": "12", "title": "alice: my_huber_loss 4 / 8"},
        "shape, fit: It returns a single number.",
    )
    assert (quiz[1], quiz[2]) == (
        {"file": "hw/loss.py", "title": "alice: quiz 1.5 / 2"},
        "q1: Partly right.",
    )
    assert bob == ("warning", {"title": "bob: needs staff"}, UNREAD.error)


def test_junit_says_the_hint_with_the_first_check_that_failed() -> None:
    part = replace(GRADE.parts[0], mistake=Mistake("half", "Your small-error branch lacks 1/2."))
    text = junit.junit([replace(GRADE, parts=(part,))])
    assert text.count("Your small-error branch lacks 1/2.") == 1


def test_github_prefers_the_hint_where_the_mistake_is_known() -> None:
    part = replace(GRADE.parts[0], mistake=Mistake("half", "Your small-error branch lacks 1/2."))
    ((_, _, message),) = commands(github.workflow_commands([replace(GRADE, parts=(part,))]))
    assert message == "Your small-error branch lacks 1/2."


def test_no_word_of_a_student_starts_a_command_of_its_own() -> None:
    text = github.workflow_commands([hostile(), replace(UNREAD, submission=EVIL, error=EVIL)])
    found = commands(text)
    assert [(name, set(properties)) for name, properties, _ in found] == [
        ("error", {"file", "line", "title"}),
        ("warning", {"title"}),
    ]
    assert len(text.splitlines()) == 2
    assert found[0][1]["line"] == "3"
    assert "\u202e" not in text
    assert "%250A" in text  # what a student escaped stays as it was written


def html(markdown: str) -> Tags:
    return Tags(MarkdownIt("commonmark").enable("table").render(markdown))


def test_the_step_summary_has_a_row_a_submission() -> None:
    page = html(github.step_summary([GRADE, UNREAD]))
    assert {"table", "td", "ul", "li"} <= page.tags
    assert "5.5 / 10" in page.text
    assert "needs staff: bob.zip is empty; expected a notebook" in page.text
    assert "my_huber_loss: shape, fit: It returns a single number." in page.text


def test_the_step_summary_holds_no_markup_of_a_student() -> None:
    text = github.step_summary([hostile()])
    page = html(text)
    assert page.tags <= html(github.step_summary([GRADE, UNREAD])).tags
    assert "[b](javascript:1)" in page.text
    assert "@" not in text
    (row,) = [line for line in text.splitlines() if line.startswith("| a")]
    assert len(re.findall(r"(?<!\\)\|", row)) == 4  # three cells: name, points, one part


def test_a_summary_that_github_would_drop_is_replaced_by_a_word() -> None:
    text = github.step_summary([replace(UNREAD, error="x" * github.SUMMARY_BYTES)])
    assert len(text) < 200
    assert "1 submissions" in text


# --- the command ---------------------------------------------------------------------------------


@pytest.fixture
def graded(tmp_path: Path) -> Path:
    """A folder as ``grade -o`` leaves it: one submission graded, one for staff."""
    book = Gradebook(tmp_path / "grades")
    book.record(GRADE)
    book.record(UNREAD)
    return book.folder


def test_export_takes_a_folder_and_says_that_one_needs_staff(
    graded: Path, tmp_path: Path, autograder: Run
) -> None:
    done = autograder("export", graded, "--to", "junit", "-o", tmp_path / "junit.xml")
    assert (done.returncode, done.stdout) == (1, ""), done.stderr
    assert (tmp_path / "junit.xml").read_text("utf-8") == junit.junit([GRADE, UNREAD])


def test_export_prints_where_no_file_is_named(graded: Path, autograder: Run) -> None:
    done = autograder("export", graded / "results" / "alice.json", "--to", "gradescope")
    assert (done.returncode, done.stdout) == (0, gradescopes.gradescope(GRADE))


def test_export_appends_the_summary_for_github(
    graded: Path, tmp_path: Path, autograder: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    step = tmp_path / "step.md"
    step.write_text("before\n", encoding="utf-8")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", os.fspath(step))
    done = autograder("export", graded, "--to", "github")
    assert (done.returncode, done.stdout) == (1, github.workflow_commands([GRADE, UNREAD]))
    assert step.read_text("utf-8") == "before\n" + github.step_summary([GRADE, UNREAD])
    monkeypatch.delenv("GITHUB_STEP_SUMMARY")
    done = autograder("export", graded / "results" / "alice.json", "--to", "github")
    assert done.stdout == github.workflow_commands([GRADE]) + github.step_summary([GRADE])


def test_export_to_gradescope_writes_nothing_without_a_verdict(
    graded: Path, tmp_path: Path, autograder: Run
) -> None:
    out = tmp_path / "results.json"
    done = autograder("export", graded / "results" / "bob.json", "--to", "gradescope", "-o", out)
    assert done.returncode == 1
    assert done.stderr == f"autograder: bob needs staff: {UNREAD.error}\n"
    assert not out.exists()


def test_export_refuses_in_one_line_what_it_can_not_use(
    graded: Path, tmp_path: Path, autograder: Run
) -> None:
    broken = tmp_path / "broken.json"
    broken.write_text("{", encoding="utf-8")
    for arguments, complaint in (
        ([graded, "--to", "gradescope"], "takes one result, found 2"),
        ([broken, "--to", "junit"], "expected a result file in JSON"),
        ([tmp_path / "none.json", "--to", "junit"], "can't be read"),
    ):
        done = autograder("export", *arguments)
        assert (done.returncode, done.stdout) == (2, "")
        assert complaint in done.stderr
        assert done.stderr.count("\n") == 1


def test_a_folder_without_results_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no results in"):
        results.read([tmp_path])
