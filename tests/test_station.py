"""What a worker machine grades with, without a cluster: stations that share a zygote."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from autograder import assignment, station
from autograder.assignment import Assignment
from autograder.errors import ClusterError, SandboxError
from autograder.isolation import Level
from autograder.parcel import Parcel
from autograder.sandbox import Sandbox
from autograder.station import Machine, Order, Station
from tests import miniature
from tests.conftest import Lent

RIGHT = """\
import tensorflow as tf

def double_error(y_true, y_pred):
    return 2.0 * tf.abs(y_true - y_pred)

def square_error(y_true, y_pred):
    return (y_true - y_pred) ** 2

quiz_answers = {"q1": "A"}
"""


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Assignment:
    course = tmp_path_factory.mktemp("course")
    miniature.build(course)
    return assignment.load(course, "tiny")


@pytest.fixture
def order(tiny: Assignment, temporary: Path, monkeypatch: pytest.MonkeyPatch) -> Order:
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    return station.order("test", tiny, 7, Level.NONE)


@pytest.fixture
def parcel(tmp_path: Path) -> Parcel:
    (tmp_path / "ann.py").write_text(RIGHT)
    return Parcel.pack("ann", tmp_path / "ann.py", "tiny")


@pytest.fixture
def stations(order: Order, temporary: Path) -> Iterator[list[Station]]:
    found = [Station(order, temporary, 1) for _ in range(2)]
    yield found
    for each in found:
        each.close()
    assert not folders(temporary)


def test_stations_of_a_machine_share_a_zygote_and_outlive_who_has_started_it(
    stations: list[Station], order: Order, parcel: Parcel
) -> None:
    first, second = stations
    first.open()
    second.open()
    machine = Machine(order.run)
    shared = machine.zygote()
    assert second.grade(parcel).score == 7
    assert machine.zygote() == shared
    first.close()
    assert not shared.answers()
    assert second.grade(parcel).score == 7
    assert machine.zygote() != shared
    with pytest.raises(SandboxError, match="is being shut down"):
        first.grade(parcel)


def test_a_station_that_nobody_asks_gives_everything_back_until_it_is_asked(
    stations: list[Station],
    parcel: Parcel,
    temporary: Path,
    sandbox: Sandbox,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Whoever kills the command leaves nobody who could send the workers home."""
    monkeypatch.setattr(station, "IDLE_SECONDS", 0.0)
    monkeypatch.setattr(station, "Sandbox", lambda: Lent(sandbox))
    first, _ = stations
    for _ in range(2):
        assert first.grade(parcel).score == 7
        until(lambda: not folders(temporary))


def test_the_assignment_lies_where_only_this_user_can_read_it(
    stations: list[Station], temporary: Path, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(station, "Sandbox", lambda: Lent(sandbox))
    stations[0].open()
    assert len(folders(temporary)) == 2
    assert [folder.stat().st_mode & 0o777 for folder in folders(temporary)] == [0o700] * 2


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"digest": "0"}, "the assignment changed while it was sent"),
        ({"engine": {"Python": "2.7"}}, "Python is 3.*, expected 2.7; .* install the same"),
    ],
)
def test_a_station_that_would_grade_otherwise_does_not_open(
    order: Order, temporary: Path, change: dict[str, Any], told: str
) -> None:
    refused = Station(replace(order, **change), temporary, 1)
    with pytest.raises(ClusterError, match=told):
        refused.open()
    assert not folders(temporary)


def test_a_folder_that_others_can_enter_is_not_believed(order: Order, temporary: Path) -> None:
    (temporary / f"autograder-{os.getuid()}-test").mkdir(mode=0o755)
    with pytest.raises(SandboxError, match="somebody else's; remove it"):
        Station(order, temporary, 1).open()


def folders(where: Path) -> list[Path]:
    return [*where.glob("course-*"), *where.glob("autograder-*")]


def until(is_so: Callable[[], bool]) -> None:
    end = time.monotonic() + 10
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.01)
