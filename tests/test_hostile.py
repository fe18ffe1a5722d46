"""The attack suite: no attack earns more than its honest code, learns a secret or leaves a trace.

The real ``autograder grade`` on a class with attackers among it, as root and as an ordinary
user. See tests/hostile/README.md.
"""

from __future__ import annotations

import csv
import json
import os
import re
import shutil
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from autograder.evidence import SECONDS as EVIDENCE_SECONDS
from autograder.handins import collect as collect_hand_ins
from tests import ordinary_user
from tests.conftest import COURSE
from tests.hostile import archives, world
from tests.hostile.attack import LAYERS, WALLS, Attack, collect, write
from tests.hostile.world import Run, World

pytestmark = pytest.mark.timeout(1800)  # the first test of a class waits for all of it

SAMPLES, SOLUTIONS = COURSE / "tests" / "sample_class", COURSE / "solutions" / "custom_losses"
ATTACKS = collect()
ON_WALLS = [attack for attack in ATTACKS if WALLS.intersection(attack.layers)]
"""Those in the second class: what the engine alone stops, it stops in the same way for any user."""
RANDOM = "Daniel_Okafor_HW3.ipynb"
"""Prints what a training came to that begins anywhere: no two runs of it are alike."""
NEIGHBOURS = [
    *(path for path in sorted(SAMPLES.iterdir()) if path.name != RANDOM),
    *sorted(SOLUTIONS.glob("variants/*.py"))[:12],
    *sorted(SOLUTIONS.glob("mistakes/*.py"))[::20][:13],
]
FEW = NEIGHBOURS[::7]
"""Those in the second class, for time."""
OWN = "as root" if os.geteuid() == 0 else "as oneself"
USERS = [OWN, "as an ordinary user"] if os.geteuid() == 0 else [OWN]
SLACK = 6.0
"""Seconds for starting and ending workers, beyond the budget."""


@dataclass(frozen=True)
class Class:
    """A graded class. ``odd``: what each hand-in of ``archives`` may earn, by its id."""

    world: World
    neighbours: Sequence[Path]
    attacks: Sequence[Attack]
    run: Run
    odd: Mapping[str, float | None]


@pytest.fixture(scope="module")
def quiet() -> Iterator[Run]:
    """The neighbours among themselves."""
    with world.make(os.geteuid()) as made:
        yield made.grade(hand_ins(made, NEIGHBOURS))


@pytest.fixture(scope="module")
def own_class() -> Iterator[Class]:
    with world.make(os.geteuid()) as made:
        yield attacked_class(made, NEIGHBOURS, ATTACKS)


@pytest.fixture(scope="module")
def ordinary_class() -> Iterator[Class]:
    with world.make(ordinary_user.UID) as made:
        yield attacked_class(made, FEW, ON_WALLS)


def attacked_class(made: World, neighbours: Sequence[Path], attacks: Sequence[Attack]) -> Class:
    """The neighbours, with the attacks and every odd file among them."""
    folders = [
        hand_ins(made, neighbours),
        made.make_folder("attackers"),
        made.make_folder("archives"),
    ]
    write(attacks, folders[1], made.placeholders)
    honest = archives.make(folders[2], made.course / "solutions/custom_losses/master.py")
    ids = {each.path.name: each.id for each in collect_hand_ins(folders)}
    odd = {ids[name]: points for name, points in honest.items()}
    return Class(made, neighbours, attacks, made.grade(*folders), odd)


def hand_ins(made: World, paths: Iterable[Path]) -> Path:
    folder = made.make_folder("neighbours")
    for path in paths:
        shutil.copyfile(path, folder / path.name)
    return folder


@pytest.fixture(params=USERS)
def attacked(request: pytest.FixtureRequest) -> Class:
    """The class of each user."""
    graded: Class = request.getfixturevalue(
        "own_class" if request.param == OWN else "ordinary_class"
    )
    return graded


@pytest.fixture
def here(attacked: Class) -> World:
    return attacked.world


@pytest.fixture
def crowd(attacked: Class) -> Run:
    return attacked.run


@pytest.fixture
def odd(attacked: Class) -> Mapping[str, float | None]:
    return attacked.odd


def result(run: Run, identity: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((run.out / "results" / f"{identity}.json").read_bytes())
    return found


each_attack = pytest.mark.parametrize(
    ("attacked", "attack"),
    [(user, each) for user in USERS for each in (ATTACKS if user == OWN else ON_WALLS)],
    indirect=["attacked"],
    ids=lambda value: value.name if isinstance(value, Attack) else value,
)


# --- the suite itself ----------------------------------------------------------------------------


def test_there_are_at_least_sixty_attacks() -> None:
    assert len(ATTACKS) >= 60
    assert len(ON_WALLS) >= 30


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.name)
def test_an_attack_says_which_layers_stop_it(attack: Attack) -> None:
    assert attack.layers
    assert set(attack.layers) <= LAYERS


def test_every_hand_in_has_its_result_and_its_row(
    attacked: Class, crowd: Run, odd: Mapping[str, float | None]
) -> None:
    texts = {path.stem for path in attacked.neighbours} | {each.id for each in attacked.attacks}
    assert graded_ids(crowd) == texts | odd.keys()
    assert len(rows(crowd)) == len(texts) + len(odd)


def test_the_neighbours_are_graded(quiet: Run) -> None:
    assert len(NEIGHBOURS) == 40
    errors = {path.name for path in NEIGHBOURS if result(quiet, path.stem)["status"] == "error"}
    assert errors == {"tom baker.py", "zeynep_yilmaz.ipynb"}  # an empty file and a picture


def test_the_results_belong_to_the_user(crowd: Run, here: World) -> None:
    assert {path.stat().st_uid for path in crowd.out.rglob("*")} == {here.uid}


# --- what an attack gains --------------------------------------------------------------------


@each_attack
def test_an_attack_earns_no_more_than_its_honest_code(attack: Attack, crowd: Run) -> None:
    assert undeserved(result(crowd, attack.id), attack.honest) is None


def test_a_hand_in_that_is_no_text_earns_no_more_than_its_honest_code(
    crowd: Run, odd: Mapping[str, float | None]
) -> None:
    found = {name: undeserved(result(crowd, name), points) for name, points in odd.items()}
    assert {name: why for name, why in found.items() if why} == {}


@each_attack
def test_an_attack_learns_no_secret(attack: Attack, crowd: Run) -> None:
    path = crowd.out / "results" / f"{attack.id}.json"
    assert canaries(path.read_text("utf-8")) == set()


def test_no_secret_is_in_any_file_or_line(crowd: Run) -> None:
    files = [path for path in crowd.out.rglob("*") if path.is_file()]
    told = {path.name: canaries(path.read_text("utf-8", "replace")) for path in files}
    assert {name for name in told if told[name]} == set()
    assert canaries(crowd.printed) == set()


def test_every_hand_in_stays_within_its_time(crowd: Run) -> None:
    seconds = {name: result(crowd, name)["seconds"] for name in graded_ids(crowd)}
    limit = world.BUDGET["total"] + EVIDENCE_SECONDS + SLACK  # graded, and asked again
    assert {name: spent for name, spent in seconds.items() if spent > limit} == {}


# --- what it does to others ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("attacked", "neighbour"),
    [(user, path) for user in USERS for path in (NEIGHBOURS if user == OWN else FEW)],
    indirect=["attacked"],
    ids=lambda value: value.stem if isinstance(value, Path) else value,
)
def test_a_neighbour_gets_the_grade_that_it_gets_without_attackers(
    neighbour: Path, crowd: Run, quiet: Run
) -> None:
    assert timeless(crowd, neighbour.stem) == timeless(quiet, neighbour.stem)
    assert rows(crowd)[neighbour.stem] == rows(quiet)[neighbour.stem]


def test_nothing_is_left_behind(crowd: Run) -> None:
    assert not crowd.left_behind, "\n".join(crowd.left_behind)


def test_the_bystander_is_alive(crowd: Run, here: World) -> None:
    assert here.bystander is not None
    assert here.bystander.poll() is None


def test_no_server_is_reached(crowd: Run, here: World) -> None:
    assert here.reached() == []


def test_nothing_printed_steers_the_terminal(crowd: Run) -> None:
    steering = {c for c in crowd.printed if unicodedata.category(c) == "Cc"} - {"\n"}
    assert steering == set()


def test_the_command_ends_as_it_should(crowd: Run) -> None:
    """1: something needs staff, which here are the attacks that can't be graded."""
    assert crowd.exit == 1


# --- reading the results ---------------------------------------------------------------------


def timeless(run: Run, identity: str) -> list[bytes]:
    """A result file, line by line, without the one that may differ."""
    lines = (run.out / "results" / f"{identity}.json").read_bytes().splitlines(keepends=True)
    kept = [line for line in lines if not line.startswith(b'  "seconds": ')]
    assert len(kept) == len(lines) - 1
    return kept


def rows(run: Run) -> dict[str, list[str]]:
    """The lines of grades.csv, by hand-in."""
    with (run.out / "grades.csv").open(encoding="utf-8", newline="") as file:
        return {row[0]: row for row in list(csv.reader(file))[1:]}


def graded_ids(run: Run) -> set[str]:
    """The ids that have a result."""
    return {path.name.removesuffix(".json") for path in (run.out / "results").iterdir()}


def canaries(text: str) -> set[str]:
    """The places whose secret ``text`` gives away."""
    return set(re.findall(rf"{world.SECRET}-?([\w-]*)", text))


def undeserved(found: dict[str, Any], honest: float | None) -> str | None:
    """What is wrong with the result of an attack whose honest code earns ``honest`` points (None:
    there is nothing to grade, which a line must say)."""
    if (found["status"] == "error") != (honest is None):
        return f"{found['status']}: {found['error']}"
    if honest is None:
        one_line = found["error"] and found["error"].isprintable()
        return None if one_line and found["score"] is None else repr(found["error"])
    deserved = found["score"] <= honest  # which no NaN is
    return None if deserved else f"earned {found['score']} by {earned(found)}"


def earned(found: dict[str, Any]) -> str:
    """The checks that gave points."""
    checks = [(part["name"], check) for part in found["parts"] for check in part["checks"]]
    return ", ".join(f"{part}.{check['name']}" for part, check in checks if check["score"])
