"""Lateness: hand-computed days and points, at every edge where one could be out by one."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from autograder import assignment
from autograder.assignment import Assignment, Budget, LatePolicy, Part
from autograder.errors import AssignmentError
from autograder.exports.late import Late, lateness
from autograder.sandbox import Limits
from tests import miniature

DEADLINE = datetime.fromisoformat("2026-12-01T23:59:00+01:00")
TENTH = LatePolicy(penalty_per_day=0.1, grace_minutes=15, last_day=3)


def due(deadline: datetime | None = DEADLINE, late: LatePolicy | None = TENTH) -> Assignment:
    return Assignment(
        slug="demo",
        title="Demo",
        parts=(Part("huber", "Huber loss", {"values": 100.0}),),
        budget=Budget(),
        limits=Limits(),
        public=Path("public"),
        private=Path("private"),
        quiz=None,
        deadline=deadline,
        late=late,
    )


def late(submitted: str, policy: LatePolicy = TENTH) -> Late:
    found = lateness(due(late=policy), datetime.fromisoformat(submitted))
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("submitted", "days"),
    [
        ("2026-11-20T08:00:00+01:00", 0),
        ("2026-12-01T23:59:00+01:00", 0),  # exactly at the deadline
        ("2026-12-01T23:59:01+01:00", 0),  # in the grace
        ("2026-12-02T00:14:00+01:00", 0),  # its last second
        ("2026-12-02T00:14:00.000001+01:00", 1),
        ("2026-12-03T00:14:00+01:00", 1),  # a whole day
        ("2026-12-03T00:14:01+01:00", 2),
        ("2026-12-01T23:14:00Z", 0),  # the same moments elsewhere
        ("2026-12-01T23:14:01Z", 1),
        ("2026-12-02T08:14:01+09:00", 1),
    ],
)
def test_days_are_those_begun_after_the_deadline_and_the_grace(submitted: str, days: int) -> None:
    assert late(submitted).days == days


@pytest.mark.parametrize(
    ("submitted", "days"), [("2026-12-01T23:59:00+01:00", 0), ("2026-12-01T23:59:01+01:00", 1)]
)
def test_without_grace_the_first_day_begins_at_the_deadline(submitted: str, days: int) -> None:
    assert late(submitted, LatePolicy(0.1)).days == days


@pytest.mark.parametrize(
    ("deadline", "submitted", "grace", "days"),
    [
        # 25 hours from noon to noon: clocks go back in the night
        ("2026-10-24T12:00:00", "2026-10-25T11:00:00", 0, 1),
        ("2026-10-24T12:00:00", "2026-10-25T12:00:00", 0, 2),
        ("2026-10-24T12:00:00", "2026-10-25T12:00:00", 60, 1),
        # 23 hours: clocks go forward
        ("2026-03-28T12:00:00", "2026-03-29T13:00:00", 0, 1),
        ("2026-03-28T12:00:00", "2026-03-29T13:00:01", 0, 2),
    ],
)
def test_a_day_has_24_hours_when_clocks_are_changed(
    deadline: str, submitted: str, grace: int, days: int
) -> None:
    zone = ZoneInfo("Europe/Zurich")
    first, then = (
        datetime.fromisoformat(each).replace(tzinfo=zone) for each in (deadline, submitted)
    )
    found = lateness(due(first, LatePolicy(0.1, grace)), then)
    assert found is not None
    assert found.days == days


def test_the_hour_that_comes_twice_is_told_apart() -> None:
    zone = ZoneInfo("Europe/Zurich")
    deadline = datetime(2026, 10, 25, 2, 30, tzinfo=zone)
    found = lateness(due(deadline, LatePolicy(0.1)), deadline.replace(fold=1))
    assert found is not None
    assert found.days == 1  # the same time on the clock, an hour later


@pytest.mark.parametrize(
    ("days", "score", "penalty", "final"),
    [
        (0, 87.5, 0, 87.5),
        (1, 87.5, 10, 77.5),
        (3, 87.5, 30, 57.5),
        (3, 20, 20, 0),  # never below zero
        (4, 87.5, 87.5, 0),  # after the last day
        (1, 0, 0, 0),
    ],
)
def test_a_day_costs_a_tenth_of_the_maximum(
    days: int, score: float, penalty: float, final: float
) -> None:
    found = late((DEADLINE + timedelta(days=days)).isoformat())
    assert found.days == days
    assert (found.penalty(score, 100), found.final(score, 100)) == (penalty, final)


@pytest.mark.parametrize(
    ("share", "score", "most", "penalty", "final"),
    [
        (0.1, 12.5, 12.5, 3.75, 8.75),
        (0.1, 0.3, 1, 0.3, 0),  # three times 0.1 is more than 0.3 for a computer
        (0.07, 100, 100, 21, 79),  # as is three times 0.07 times 100 than 21
        (1 / 3, 10, 10, 10, 0),
        (0.00001, 5, 10, 0.0003, 4.9997),
    ],
)
def test_points_have_no_binary_dust(
    share: float, score: float, most: float, penalty: float, final: float
) -> None:
    found = Late(DEADLINE, DEADLINE, 3, LatePolicy(share))
    assert (found.penalty(score, most), found.final(score, most)) == (penalty, final)


def test_an_extension_is_a_deadline_or_time_beyond_everybodys() -> None:
    submitted = DEADLINE + timedelta(days=2)
    for extension, days in (
        (None, 2),
        (timedelta(days=1), 1),
        (timedelta(days=2), 0),
        (DEADLINE + timedelta(days=1.5), 1),
        (DEADLINE - timedelta(days=1), 3),
    ):
        found = lateness(due(), submitted, extension)
        assert found is not None
        assert found.days == days


def test_times_are_told_in_the_zone_of_the_deadline() -> None:
    found = lateness(due(), datetime(2026, 12, 2, 9, tzinfo=UTC), timedelta(hours=2))
    assert found is not None
    assert found.submitted is not None
    assert found.deadline.isoformat() == "2026-12-02T01:59:00+01:00"
    assert found.submitted.isoformat() == "2026-12-02T10:00:00+01:00"


def test_what_nobody_knows_the_time_of_costs_nothing_and_says_so() -> None:
    found = lateness(due(), None)
    assert found is not None
    assert (found.days, found.penalty(87.5, 100), found.final(87.5, 100)) == (None, 0, 87.5)
    assert found.line(87.5, 100) == "When it was handed in is not known: nothing is taken off."


def test_nothing_is_late_without_a_deadline() -> None:
    assert lateness(due(None, None), DEADLINE) is None
    own = lateness(due(None, None), DEADLINE, DEADLINE - timedelta(hours=1))
    assert own is not None
    assert own.days == 1


def test_a_deadline_without_a_policy_counts_days_that_cost_nothing() -> None:
    found = lateness(due(late=None), DEADLINE + timedelta(days=9))
    assert found is not None
    assert (found.days, found.counts, found.final(87.5, 100)) == (9, True, 87.5)


@pytest.mark.parametrize(
    ("days", "line"),
    [
        (0, "Handed in on time."),
        (1, "1 day late: 87.5 - 10 = 77.5 of 100 points."),
        (2, "2 days late: 87.5 - 20 = 67.5 of 100 points."),
        (4, "4 days late, and after 3 days nothing counts: 0 instead of 87.5 points."),
    ],
)
def test_the_line_for_students_shows_how_it_was_reckoned(days: int, line: str) -> None:
    assert Late(DEADLINE, DEADLINE, days, TENTH).line(87.5, 100) == line


# --- assignment.toml -----------------------------------------------------------------------------


def settings(folder: Path, lines: str) -> Assignment:
    miniature.build(folder)
    path = folder / "assignments" / "tiny" / "assignment.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("schema = 1\n", f"schema = 1\n{lines}\n"), encoding="utf-8")
    return assignment.load(folder, None)


def test_the_policy_is_read_from_assignment_toml(tmp_path: Path) -> None:
    table = "late = { penalty_per_day = 0.1, grace_minutes = 15, last_day = 3 }"
    found = settings(tmp_path, f"deadline = 2026-12-01T23:59:00+01:00\n{table}")
    assert (found.deadline, found.late) == (DEADLINE, TENTH)


@pytest.mark.parametrize(
    ("late", "complaint"),
    [
        ("{ penalty = 0.1 }", "unknown 'penalty'; known: grace_minutes, last_day, penalty_per_day"),
        ("{ penalty_per_day = 10 }", "fraction of the maximum, as in 0.1, found 10"),
        ("{ penalty_per_day = true }", "fraction of the maximum"),
        ("{ penalty_per_day = nan }", "fraction of the maximum"),
        ("{ grace_minutes = 5 }", "fraction of the maximum, as in 0.1, found None"),
        ("{ penalty_per_day = 0.1, grace_minutes = -1 }", "grace_minutes from 0 to 10080"),
        ("{ penalty_per_day = 0.1, last_day = 1.5 }", "last_day as a number of days"),
        ("0.1", "expected a table"),
    ],
)
def test_a_policy_that_makes_no_sense_is_refused_in_one_line(
    late: str, complaint: str, tmp_path: Path
) -> None:
    with pytest.raises(AssignmentError) as caught:
        settings(tmp_path, f"deadline = 2026-12-01T23:59:00+01:00\nlate = {late}")
    assert complaint in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_policy_needs_a_deadline(tmp_path: Path) -> None:
    with pytest.raises(AssignmentError, match="a deadline that it counts from"):
        settings(tmp_path, "late = { penalty_per_day = 0.1 }")
