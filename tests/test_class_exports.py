"""A class in the formats of gradebooks, read back as their importers read them."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from subprocess import CompletedProcess

import pandas
import pytest
from otter.grade.utils import merge_scores_to_df
from otter.test_files import GradingResults

from autograder.errors import UsageError
from autograder.exports.entry import assembled
from autograder.exports.roster import Roster, Student
from autograder.exports.spreadsheet import spreadsheet
from autograder.gradebook import Gradebook
from autograder.otter import _test_file
from autograder.result import CheckResult, Grade, PartResult
from tests import miniature
from tests.conftest import Run

EVIL = '=HYPERLINK("http://x","y")\r\n<script>alert(1)</script>;@a\u202e\x00'


def grade(submission: str, doubled: float, squared: float = 2, said: str = "It is wrong.") -> Grade:
    def part(name: str, score: float, visibility: str) -> PartResult:
        outcome = "passed" if score == 2 else "failed"
        checks = (
            CheckResult("defined", "passed", 0, 0, "", visibility),
            CheckResult("values", outcome, score, 2, "" if score == 2 else said, visibility),
        )
        return PartResult(name, checks)

    hidden = CheckResult("q1", "failed", 0.5, 1, "Partly right.", "hidden", answer="AC")
    parts = (
        part("double_error", doubled, "visible"),
        part("square_error", squared, "visible"),
        PartResult("quiz", (hidden,)),
    )
    return Grade("tiny", submission, "ab" * 32, 5, parts, seconds=1.5)


ALICE, BOB, CARL = grade("alice", 2), grade("bob", 0.75), grade("carl", 1, 0)
DORA = Grade("tiny", "dora", "", 5, error="dora.zip is empty; expected a notebook")

ROSTER = """\
submission,name,email,section,canvas_id,sis_user_id,sis_login_id,moodle_idnumber,submitted,extra_days
alice,"Ärmel, Alice",alice@example.edu,A,101,S1,al,0017,2026-12-01T20:00:00+01:00,
bob,Bob Ölmann,bob@example.edu,A,,S2,bo,0018,2026-12-03 11:00:00 UTC,
carl,Carl,carl@example.edu,B,103,,,0019,2026-12-04 08:00:00 +0100,1.5
dora,Dora,dora@example.edu,B,104,,,0020,,
,Emil Nobody,emil@example.edu,B,105,,,0021,,
"""
"""With a deadline of 1 December, 23:59 +01:00, and a tenth of 5 points a day: on time, two days
late, one day late after an extension of a day and a half."""
HEAD = ROSTER.partition("\n")[0]


@dataclass
class Desk:
    """A course, the folder of its grades, a roster, and the command."""

    folder: Path
    run: Run

    @property
    def grades(self) -> Path:
        return self.folder / "grades"

    @property
    def roster(self) -> Path:
        return self.folder / "roster.csv"

    def export(self, to: str, *more: str | Path) -> CompletedProcess[str]:
        arguments = ["export", self.grades, "--to", to, "--course", self.folder / "course", *more]
        return self.run(*arguments)

    def exported(self, to: str, *more: str | Path) -> str:
        """With a roster; the text, and that nothing but the exit code speaks of trouble."""
        done = self.export(to, "--roster", self.roster, *more)
        assert done.returncode in (0, 1), done.stderr
        return done.stdout


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("desk") / "course"
    miniature.build(folder)
    path = folder / "assignments" / "tiny" / "assignment.toml"
    due = "deadline = 2026-12-01T23:59:00+01:00\nlate = { penalty_per_day = 0.1 }"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("schema = 1\n", f"schema = 1\n{due}\n"), encoding="utf-8")
    return folder


@pytest.fixture
def desk(course: Path, tmp_path: Path, in_process: Run) -> Desk:
    (tmp_path / "course").symlink_to(course)
    found = Desk(tmp_path, in_process)
    book = Gradebook(found.grades)
    for each in (ALICE, BOB, CARL, DORA):
        book.record(each)
    found.roster.write_text(ROSTER, encoding="utf-8")
    return found


def rows(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline=""), strict=True))


def records(text: str) -> dict[str, dict[str, str]]:
    return {row["submission"]: row for row in csv.DictReader(io.StringIO(text, newline=""))}


# --- csv -----------------------------------------------------------------------------------------


def test_csv_has_lateness_beside_the_raw_points(desk: Desk) -> None:
    found = records(desk.exported("csv"))
    assert list(found) == ["alice", "bob", "carl", "dora", ""]
    kept = ("score", "max_score", "days_late", "penalty", "final_score")
    assert [[row[column] for column in kept] for row in found.values()] == [
        ["4.5", "5", "0", "0", "4.5"],
        ["3.25", "5", "2", "1", "2.25"],
        ["1.5", "5", "1", "0.5", "1"],
        ["", "5", "", "", ""],
        ["", "5", "", "", ""],
    ]
    assert [row["status"] for row in found.values()] == [*["graded"] * 3, "error", "missing"]
    assert found["alice"]["name"] == "Ärmel, Alice"
    assert found["carl"]["deadline"] == "2026-12-03T11:59:00+01:00"
    assert found["bob"]["double_error"] == "0.75"


def test_without_a_roster_csv_is_grades_csv_and_says_that_nobody_was_penalised(desk: Desk) -> None:
    done = desk.export("csv")
    assert "nobody knows when it was handed in, nothing taken off: alice, bob, carl" in done.stderr
    assert records(done.stdout)["bob"]["final_score"] == "3.25"
    head, first, *_ = rows(desk.export("csv", "--raw").stdout)
    points = ["double_error", "square_error", "quiz"]
    assert head == ["submission", "status", "score", "max_score", *points]
    assert first == ["alice", "graded", "4.5", "5", "2", "2", "0.5"]


def test_csv_is_read_by_pandas_with_gaps_where_there_are_no_points(desk: Desk) -> None:
    frame = pandas.read_csv(io.StringIO(desk.exported("csv")))
    assert frame["final_score"].tolist()[:3] == [4.5, 2.25, 1]
    assert frame["final_score"].isna().tolist() == [False] * 3 + [True] * 2
    assert frame["days_late"].dtype == "float64"


def test_no_cell_is_a_formula_or_more_than_a_line() -> None:
    roster = Roster((Student(submission="x", name=EVIL),), ("submission", "name"))
    of = assembled([grade("x", 1)], roster, None, is_raw=False)
    text = spreadsheet(of)
    assert len(text.splitlines()) == 2
    assert records(text)["x"]["name"].startswith("'=HYPERLINK")
    assert ";'@a" in text


def test_who_is_missing_or_unknown_is_said_and_the_unknown_are_for_staff(desk: Desk) -> None:
    done = desk.export("csv", "--roster", desk.roster)
    assert done.returncode == 1  # dora needs staff
    assert "needs staff, no points: dora\n" in done.stderr
    assert "handed nothing in, no points: Emil Nobody\n" in done.stderr
    (desk.grades / "results" / "dora.json").unlink()
    assert desk.export("csv", "--roster", desk.roster).returncode == 0  # missing is no fault
    desk.roster.write_text(re.sub("^bob.*\n", "", ROSTER, flags=re.MULTILINE), encoding="utf-8")
    done = desk.export("csv", "--roster", desk.roster)
    assert done.returncode == 1
    assert "not in roster.csv: bob\n" in done.stderr
    assert records(done.stdout)["bob"]["final_score"] == "3.25"


def test_a_long_list_of_names_is_cut(desk: Desk) -> None:
    lines = "".join(f",Student {number},,,,,,,,\n" for number in range(14))
    desk.roster.write_text(ROSTER + lines, encoding="utf-8")
    done = desk.export("csv", "--roster", desk.roster)
    assert "Student 8 and 5 more\n" in done.stderr


# --- Canvas --------------------------------------------------------------------------------------


@dataclass
class Canvas:
    """What Canvas' importer makes of a file: points and, by student's id, points or nothing."""

    assignment: str
    points_possible: float
    grades: dict[str, str]


ENROLLED = {  # id: SIS user id, SIS login id, name
    "101": ("S1", "al", "Alice Armel"),
    "102": ("S2", "bo", "Bob Olmann"),
    "103": ("S3", "ca", "Carl"),
    "104": ("S4", "do", "Dora"),
    "105": ("S5", "em", "Emil Nobody"),
}


def imported_by_canvas(text: str) -> Canvas:
    """As its gradebook importer reads: columns by their place, students by id, then SIS user id,
    SIS login id, name; a comma in a number is its decimal sign."""
    head, *lines = rows(text)
    assert "Student" in head[0]
    assert "ID" in head[1]
    assert re.search(r"SIS\s+User\s+ID", head[2])
    assert re.search(r"SIS\s+Login\s+ID", head[3])
    assert "Section" in head[4]
    (title,) = head[5:]
    assert not re.search("(Current|Final|Override) (Score|Points|Grade|Status)", title)
    possible, found = float("nan"), dict[str, str]()
    for name, *ids, _, points in lines:
        if "Points Possible" in name:
            possible = float(points)
        else:
            found[_enrolled(name, ids)] = points
    return Canvas(title, possible, found)


def _enrolled(name: str, ids: list[str]) -> str:
    own, user, login = ids
    if own in ENROLLED:
        return own
    for identity, (sis_user, sis_login, called) in ENROLLED.items():
        if (user and user == sis_user) or (login and login == sis_login) or called == name:
            return identity
    raise AssertionError(f"Canvas would ask who {name} is")


def test_canvas_gets_final_points_for_students_that_it_finds(desk: Desk) -> None:
    found = imported_by_canvas(desk.exported("canvas"))
    assert found.assignment == "Tiny losses"
    assert found.points_possible == 5
    # who has no points has no row: an empty cell would remove what Canvas has
    assert found.grades == {"101": "4.5", "102": "2.25", "103": "1"}


def test_canvas_gets_raw_points_where_it_reckons_with_lateness_itself(desk: Desk) -> None:
    found = imported_by_canvas(desk.exported("canvas", "--raw", "--column", "Losses (4711)"))
    assert found.assignment == "Losses (4711)"
    assert found.grades == {"101": "4.5", "102": "3.25", "103": "1.5"}


def test_a_student_whom_canvas_could_not_find_is_left_out_and_named(desk: Desk) -> None:
    desk.roster.write_text(ROSTER.replace("A,,S2,bo", "A,,,"), encoding="utf-8")
    done = desk.export("canvas", "--roster", desk.roster)
    assert "no id to be found by, left out: bob\n" in done.stderr
    assert set(imported_by_canvas(done.stdout).grades) == {"101", "103"}


# --- Moodle --------------------------------------------------------------------------------------


def imported_by_moodle(
    text: str, users: Mapping[str, str], identifier: str
) -> dict[str, tuple[str, str]]:
    """As its CSV import reads: the chosen column is looked up, row by row; an unknown user ends
    the import, an empty cell leaves the user of the row before, an empty grade removes the old."""
    head, *lines = rows(text)
    assert all(len(line) == len(head) for line in lines)
    found, user = dict[str, tuple[str, str]](), ""
    for line in lines:
        who = line[head.index(identifier)]
        user = users[who] if who else user
        float(line[1])  # or "bad grade", and the import ends
        assert user not in found, "somebody got the points of the row before"
        found[user] = (line[1], line[2])
    return found


def test_moodle_gets_final_points_and_feedback_that_may_be_seen(desk: Desk) -> None:
    users = {"0017": "alice", "0018": "bob", "0019": "carl", "0020": "dora", "0021": "emil"}
    text = desk.exported("moodle")
    assert rows(text)[0] == ["ID number", "Tiny losses", "Feedback: Tiny losses"]
    found = imported_by_moodle(text, users, "ID number")
    wrong = "<p>{}_error {} / 2: values: It is wrong.</p>"
    assert found == {
        "alice": ("4.5", "<p>Handed in on time.</p>"),
        "bob": (
            "2.25",
            f"<p>2 days late: 3.25 - 1 = 2.25 of 5 points.</p> {wrong.format('double', 0.75)}",
        ),
        "carl": (
            "1",
            f"<p>1 day late: 1.5 - 0.5 = 1 of 5 points.</p> {wrong.format('double', 1)} "
            + wrong.format("square", 0),
        ),
    }
    assert "quiz" not in text  # hidden, and it lost points
    assert "q1" not in text


@pytest.mark.parametrize(
    ("column", "name"),
    [
        ("email", "Email address"),
        ("moodle_username", "Username"),
        ("email,moodle_username", "Username"),
        ("moodle_username,moodle_idnumber,email", "ID number"),
    ],
)
def test_moodle_is_told_by_one_column_of_those_that_the_roster_has(
    desk: Desk, column: str, name: str
) -> None:
    ids = ",".join(f"{each}-17" for each in column.split(","))
    desk.roster.write_text(f"submission,{column}\nalice,{ids}\n", encoding="utf-8")
    head, *lines = rows(desk.exported("moodle"))
    assert head == [name, "Tiny losses", "Feedback: Tiny losses"]
    assert [line[:2] for line in lines] == [[NAMES[name], "4.5"]]


NAMES = {
    "Email address": "email-17",
    "Username": "moodle_username-17",
    "ID number": "moodle_idnumber-17",
}


def test_a_student_whom_moodle_could_not_find_is_left_out_and_named(desk: Desk) -> None:
    desk.roster.write_text(ROSTER.replace("0018", ""), encoding="utf-8")
    done = desk.export("moodle", "--roster", desk.roster)
    assert "no id to be found by, left out: bob\n" in done.stderr
    found = imported_by_moodle(done.stdout, {"0017": "alice", "0019": "carl"}, "ID number")
    assert found["alice"][0] == "4.5"


def test_moodle_gets_no_markup_of_a_student(desk: Desk) -> None:
    Gradebook(desk.grades).record(grade("bob", 0, said=EVIL))
    (bob,) = [line for line in rows(desk.exported("moodle")) if line[0] == "0018"]
    assert "&lt;script&gt;alert(1)" in bob[2]
    assert re.findall(r"<\W?\w+", bob[2]) == ["<p", "</p"] * 2
    assert bob[2].isprintable()


# --- Otter ---------------------------------------------------------------------------------------


def by_otter(grades: list[Grade]) -> pandas.DataFrame:
    """What ``otter grade`` writes of the same results."""
    made = []
    for each in grades:
        found = GradingResults([_test_file(part) for part in each.parts])
        found.file = each.submission
        made.append(found)
    text = merge_scores_to_df(made).to_csv(index=False)
    return pandas.read_csv(io.StringIO(text))


def test_otter_gets_the_table_that_its_own_code_makes(desk: Desk) -> None:
    (desk.grades / "results" / "dora.json").unlink()
    found = pandas.read_csv(io.StringIO(desk.export("otter").stdout))
    pandas.testing.assert_frame_equal(found, by_otter([ALICE, BOB, CARL]), check_dtype=False)
    assert found["percent_correct"].tolist() == [1, 0.9, 0.65, 0.3]


def test_otter_gets_no_zero_for_what_was_not_graded(desk: Desk) -> None:
    done = desk.export("otter")
    assert done.returncode == 1
    assert "taken off" not in done.stderr  # raw points, whenever it was handed in
    (dora,) = [line for line in rows(done.stdout) if line[0] == "dora"]
    assert dora == ["dora", "", "", "", "", "", "dora.zip is empty; expected a notebook"]


# --- JSON ----------------------------------------------------------------------------------------


def test_json_holds_the_results_as_they_are_and_lateness_beside(desk: Desk) -> None:
    found = json.loads(desk.exported("json"))
    assert (found["schema"], found["assignment"], found["max_score"]) == (1, "tiny", 5)
    by_id = {each["submission"]: each for each in found["results"]}
    bob = by_id["bob"]
    assert Grade.from_json(bob) == BOB
    assert bob["late"] == {
        "submitted": "2026-12-03T12:00:00+01:00",
        "deadline": "2026-12-01T23:59:00+01:00",
        "days": 2,
        "penalty": 1,
        "final_score": 2.25,
    }
    assert bob["student"]["sis_user_id"] == "S2"
    assert (by_id["dora"]["score"], by_id["dora"]["late"]["final_score"]) == (None, None)
    assert (by_id[""]["status"], by_id[""]["score"]) == ("missing", None)


# --- what can't be used --------------------------------------------------------------------------


def test_options_that_a_format_has_no_use_for_are_refused_in_one_line(desk: Desk) -> None:
    desk.roster.write_text("submission,submitted\nalice,2026-12-01T23:59Z\n", encoding="utf-8")
    roster = ("--roster", desk.roster)
    for to, more, complaint in (
        ("junit", roster, "--roster is for --to csv, json, canvas, moodle"),
        ("csv", ("--column", "x"), "--column is for --to canvas, moodle"),
        ("canvas", ("--pseudonyms",), "--pseudonyms is for --to csv, json"),
        ("csv", ("--key", "x"), "--key is for --pseudonyms"),
        ("github", ("--raw",), "--raw is for --to"),
        ("canvas", (), "expected one of the columns canvas_id, sis_user_id, sis_login_id"),
        ("moodle", roster, "expected that column in a --roster FILE"),
        ("csv", ("--roster", desk.folder / "none.csv"), "none.csv can't be read"),
    ):
        done = desk.export(to, *more)
        assert (done.returncode, done.stdout) == (2, ""), (to, done.stdout)
        assert complaint in done.stderr
        assert done.stderr.count("\n") == 1


def test_results_of_two_assignments_stand_in_no_table(desk: Desk) -> None:
    Gradebook(desk.grades).record(replace(ALICE, submission="zoe", assignment="other"))
    done = desk.export("csv")
    assert done.returncode == 2
    assert "expected results with one assignment, found other, tiny" in done.stderr


def test_points_of_two_maxima_stand_in_no_table() -> None:
    with pytest.raises(UsageError, match="one maximum, found 5, 6"):
        assembled([ALICE, replace(BOB, max_score=6)], Roster(), None, is_raw=False)


def test_times_without_the_course_are_no_times(desk: Desk, in_process: Run) -> None:
    outside = desk.folder / "outside"
    outside.mkdir()
    arguments = ["export", desk.grades, "--to", "csv"]
    done = in_process(*arguments, "--roster", desk.roster, cwd=outside)
    assert done.returncode == 2
    assert "the deadline is in its assignment.toml" in done.stderr
    done = in_process(*arguments, cwd=outside)  # nothing could be late
    assert done.returncode == 1
    assert "final_score" not in done.stdout


def test_a_file_is_written_in_one_step_and_results_stay_as_they_were(desk: Desk) -> None:
    before = {path.name: path.read_bytes() for path in (desk.grades / "results").iterdir()}
    done = desk.export("csv", "--roster", desk.roster, "-o", desk.folder / "class.csv")
    assert done.stdout == ""
    assert (desk.folder / "class.csv").read_text("utf-8") == desk.exported("csv")
    assert {p.name: p.read_bytes() for p in (desk.grades / "results").iterdir()} == before
    assert [p.name for p in desk.folder.iterdir() if p.name.startswith(".")] == []
