"""What is remembered of the runs that graded a class."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from autograder import runs
from autograder.isolation import LAYERS, Isolation, Level
from autograder.jail import ACTIVE
from autograder.runs import Run


def a_run(seed: int = 7, isolation: Isolation | None = None) -> Run:
    begun = datetime.now(UTC) - timedelta(seconds=90)
    return Run.now(begun, (16, 14), 2, seed, Level.NONE, isolation)


def test_a_run_is_remembered_with_all_that_it_is(tmp_path: Path) -> None:
    layers = {layer.name: ACTIVE for layer in LAYERS if layer.name != "network"}
    run = a_run(isolation=Isolation(layers))
    runs.remember(tmp_path, run)
    assert runs.remembered(tmp_path) == [run]
    assert (run.hand_ins, run.graded, run.jobs, run.seed) == (16, 14, 2, 7)
    assert (run.isolation, run.missing, run.required) == ("files", ("network",), "none")
    assert run.seconds == pytest.approx(90, abs=5)
    assert {"autograder", "Python", "keras", "numpy"} <= run.versions.keys()


def test_a_cluster_has_no_machine_of_its_own(tmp_path: Path) -> None:
    runs.remember(tmp_path, a_run())
    (found,) = runs.remembered(tmp_path)
    assert (found.isolation, found.missing) == (None, ())


def test_the_last_fifty_runs_are_kept(tmp_path: Path) -> None:
    for seed in range(52):
        runs.remember(tmp_path, a_run(seed))
    assert [run.seed for run in runs.remembered(tmp_path)] == list(range(2, 52))


@pytest.mark.parametrize(
    "text",
    ["", "[", "[]", "null", '{"schema": 2, "runs": [1]}', '{"schema": 1, "runs": {}}', "[" * 9999],
)
def test_a_file_of_somebody_else_tells_nothing_and_stops_nothing(text: str, tmp_path: Path) -> None:
    (tmp_path / "run.json").write_text(text, encoding="utf-8")
    assert runs.remembered(tmp_path) == []
    runs.remember(tmp_path, a_run())
    assert len(runs.remembered(tmp_path)) == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("seed", "7"),
        ("seconds", None),
        ("started", 5),
        ("graded", True),
        ("jobs", "2"),
        ("isolation", ["full"]),
        ("missing", "network"),
        ("missing", [1]),
        ("versions", ["1"]),
        ("versions", {"keras": 3}),
    ],
)
def test_a_run_with_a_field_of_another_kind_is_passed_over(
    field: str, value: object, tmp_path: Path
) -> None:
    for seed in (1, 2):
        runs.remember(tmp_path, a_run(seed))
    path = tmp_path / "run.json"
    found = json.loads(path.read_text(encoding="utf-8"))
    found["runs"][0][field] = value
    path.write_text(json.dumps(found), encoding="utf-8")
    assert [run.seed for run in runs.remembered(tmp_path)] == [2]
