"""What the README says of the benchmark is what was measured, and a crowd is what it says."""

from __future__ import annotations

import hashlib
from pathlib import Path

from tests.benchmarks import tables
from tests.benchmarks.crowd import crowd


def test_the_readme_quotes_the_tables_that_were_measured() -> None:
    """Either is written by ``python -m tests.benchmarks.versus``."""
    measured = tables.FILE.read_text(encoding="utf-8")
    readme = tables.README.read_text(encoding="utf-8")
    assert tables.quoted(readme) == tables.quoted(measured)


def test_what_is_against_ours_is_told_as_its_multiple() -> None:
    cost = {"wall": 8.0, "cpu": 10.0, "peak_mb": 600.0}
    dear = {"wall": 16.0, "cpu": 15.0, "peak_mb": 750.0}
    part = {"rounds": 3, "rows": {"ours": cost, "otter run": dear}, "versions": {"otter run": "7"}}
    (table,) = tables.tables({"cold": part})
    rows = table.markdown().splitlines()
    assert rows[-2:] == [
        "| ours | 8.0 (1.00) | 10.0 (1.00) | 600 (1.00) |",
        "| otter run (7) | 16.0 (2.00) | 15.0 (1.50) | 750 (1.25) |",
    ]


def test_the_same_seed_makes_the_same_crowd_and_nobody_is_there_twice(tmp_path: Path) -> None:
    first, second, other = (
        [path.read_bytes() for path in crowd(tmp_path / name, 60, seed, 0.1)]
        for name, seed in (("first", 7), ("second", 7), ("other", 8))
    )
    assert first == second != other
    assert len({hashlib.sha256(content).digest() for content in first}) == 60


def test_a_crowd_has_as_many_attacks_as_were_asked_for(tmp_path: Path) -> None:
    hand_ins = crowd(tmp_path, 60, 7, 0.05)
    assert sum(path.name.startswith("attack") for path in hand_ins) == 3
