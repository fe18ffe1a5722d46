"""The roster that staff keeps: read as spreadsheets save it, refused in a line where it is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.errors import UsageError
from autograder.exports.roster import Roster


@pytest.mark.parametrize(
    ("roster", "complaint"),
    [
        ("name\nAlice\n", "expected a column submission"),
        ("submission,nmae\n", "unknown column 'nmae'; known: submission, name, email"),
        ("submission,name,name\n", "the column name is there twice"),
        ("submission,name\na,b,c\n", "roster.csv, line 2: expected 2 cells, found 3"),
        ("submission\na\n\na\n", "line 4: submission 'a' is that of line 2"),
        ("submission,canvas_id\na,1\nb,1\n", "line 3: canvas_id '1' is that of line 2"),
        ("submission,sis_user_id\na,=1+1\n", "would be taken for a formula"),
        ("submission,submitted\na,2026-12-01T23:59\n", "line 2: expected submitted as a time with"),
        ("submission,submitted\na,yesterday\n", "found 'yesterday'"),
        ("submission,submitted\na,0001-01-01T00:00+14:00\n", "expected submitted as a time"),
        ("submission,extra_days\na,-1\n", "expected extra_days as a number up to 3650"),
        ("submission,extra_days\na,1e9\n", "expected extra_days"),
        (
            "submission,deadline,extra_days\na,2026-12-01T23:59Z,1\n",
            "found a deadline and extra_days",
        ),
        ('submission\n"a\n', "is no CSV"),
        ("", "expected a column submission"),
    ],
)
def test_a_roster_that_makes_no_sense_is_refused_in_one_line(
    roster: str, complaint: str, tmp_path: Path
) -> None:
    path = tmp_path / "roster.csv"
    path.write_text(roster, encoding="utf-8")
    with pytest.raises(UsageError) as caught:
        Roster.read(path)
    assert complaint in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("separator", [",", ";"])
def test_a_roster_is_read_as_spreadsheets_save_it(
    separator: str, end: str, encoding: str, tmp_path: Path
) -> None:
    path = tmp_path / "roster.csv"
    lines = ["submission,name,submitted", " Zoe\u0308 ,Zoë,2026-12-01T23:59:00Z", "", ",,"]
    path.write_bytes(end.join(lines).replace(",", separator).encode(encoding))
    (zoe,) = Roster.read(path).students
    assert (zoe.submission, zoe.name) == ("Zoë", "Zoë")


def test_a_roster_in_another_encoding_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "roster.csv"
    path.write_bytes("submission\nZoë\n".encode("latin-1"))
    with pytest.raises(UsageError, match="is not UTF-8; save it as CSV in UTF-8"):
        Roster.read(path)
