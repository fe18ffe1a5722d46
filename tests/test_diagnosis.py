"""A failed part is told by what its worker answers, and by nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from autograder import fingerprint, master, memory, merging, mistake, summary
from autograder.assignment import Assignment
from autograder.errors import AssignmentError, NoWorker, SandboxError
from autograder.evidence import Evidence
from autograder.fingerprint import Answer, Fingerprint
from autograder.grading import Grader
from autograder.result import Grade, Mistake
from autograder.sandbox import Sandbox, Worker
from autograder.submission import from_text
from tests.conftest import SEED

NO_HALF = """
import keras

def my_huber_loss(labels, guesses):
    e = keras.ops.subtract(labels, guesses)
    small = keras.ops.cast(keras.ops.abs(e) <= 1.0, e.dtype)
    return small * e * e + (1.0 - small) * (keras.ops.abs(e) - 0.5)
"""
NO_HALF_AND_NO_OFFSET = NO_HALF.replace(" - 0.5)", ")")
NEARLY_TWO = """
import tensorflow as tf

def my_huber_loss(y_true, y_pred):
    e = tf.abs(y_true - y_pred)
    return tf.reduce_mean(tf.where(e < 1.0, e * e, e - 0.5))
"""
NO_HALF_AND_STRICT = NO_HALF.replace("<= 1.0", "< 1.0")

Make = Callable[[], Grader]


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where fingerprints are kept."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache" / "autograder" / "fingerprints"


@pytest.fixture
def tried_out(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The parts of the mistakes that had to be run."""
    parts, real = list[str](), Evidence._try_out

    def count(self: Evidence, part: str, text: str) -> Fingerprint:
        parts.append(part)
        return real(self, part, text)

    monkeypatch.setattr(Evidence, "_try_out", count)
    return parts


@pytest.fixture
def make(custom_losses: Assignment, sandbox: Sandbox) -> Iterator[Make]:
    """A new grader, as every grading run has one."""
    made = list[Grader]()

    def new() -> Grader:
        made.append(Grader(custom_losses, sandbox.address, SEED))
        return made[-1]

    yield new
    for grader in made:
        grader.close()


def grade(grader: Grader, text: str) -> Grade:
    """The grade of one part."""
    return grader.grade(from_text("alice", "alice.py", text), frozenset(["my_huber_loss"]))


def shown(found: Grade, part: str = "my_huber_loss") -> Mistake | None:
    (of_part,) = [each for each in found.parts if each.name == part]
    return of_part.mistake


def test_a_mistake_is_recognised_however_it_is_written(
    grader: Grader, custom_losses: Assignment
) -> None:
    (planted,) = [m for m in mistake.mistakes(custom_losses) if m.id == "huber_no_half"]
    assert shown(grade(grader, NO_HALF)) == Mistake("huber_no_half", planted.hint)


def test_two_mistakes_at_once_get_both_hints(grader: Grader) -> None:
    found = shown(grade(grader, NO_HALF_AND_NO_OFFSET))
    assert found is not None
    assert set(found.id.split("+")) == {"huber_no_half", "huber_linear_lacks_offset"}
    assert found.hint.startswith("Two things at once, ")


def test_a_factor_over_another_mistake_is_told_too(grader: Grader) -> None:
    """It changes every number: neither mistake alone gives any of them."""
    text = """
import tensorflow as tf

def contrastive_loss(y_true, y_pred):
    push = 1.0 - y_pred
    return 0.5 * tf.reduce_mean(y_true * y_pred**2 + (1 - y_true) * push**2)
"""
    only = frozenset(["contrastive_loss"])
    found = shown(grader.grade(from_text("alice", "alice.py", text), only), "contrastive_loss")
    assert found is not None
    assert set(found.id.split("+")) == {"contrastive_half", "contrastive_no_max"}


def test_what_is_right_either_way_does_not_hide_a_mistake(grader: Grader) -> None:
    """At the threshold itself `<` takes the other branch, which the mistake makes visible."""
    assert shown(grade(grader, NO_HALF_AND_STRICT)) == shown(grade(grader, NO_HALF))


def test_what_is_only_nearly_the_same_is_told_with_a_perhaps(grader: Grader) -> None:
    found = shown(grade(grader, NEARLY_TWO))  # two mistakes, and a harmless `<`
    assert found is not None
    assert set(found.id.split("+")) == {"huber_no_half", "huber_reduced"}
    assert found.hint.startswith("Perhaps: Two things at once, ")


def test_the_other_parts_of_a_hand_in_do_not_change_the_diagnosis(grader: Grader) -> None:
    others = (
        "def my_huber_loss_with_threshold(threshold):\n    raise ValueError(threshold)\n"
        "class MyHuberLoss:\n    pass\n"
    )
    alone = grade(grader, NO_HALF)
    together = grader.grade(from_text("alice", "alice.py", NO_HALF + others))
    assert shown(alone) == shown(together)
    assert shown(alone) is not None


def test_parts_that_are_right_but_for_one_check_are_told_all_the_same(
    grader: Grader, custom_losses: Assignment
) -> None:
    """Where several give right values they are trained together, and a look trains nothing."""
    names = ("huber_wrapper_hard_coded", "contrastive_wrapper_hard_coded")
    planted = [each for each in mistake.mistakes(custom_losses) if each.id in names]
    text = "\n\n".join(each.text for each in planted)
    found = grader.grade(from_text("alice", "alice.py", text))
    told = [part.mistake for part in found.parts if part.mistake is not None]
    assert told == [Mistake(each.id, each.hint) for each in reversed(planted)]


def test_a_diagnosis_changes_no_point(grader: Grader) -> None:
    hand_in = from_text("alice", "alice.py", NO_HALF)
    only = frozenset(["my_huber_loss"])
    judged, graded = grader.judge(hand_in, only), grader.grade(hand_in, only)
    assert shown(judged) is None
    assert [part.checks for part in judged.parts] == [part.checks for part in graded.parts]


@pytest.mark.parametrize(
    "body",
    [
        "return y_true * 7.0",
        "return y_true * float('nan')",
        "return tf.zeros((900, 900))",
        "return 'a text that is no number'",
        "raise type('ModuleNotFoundError', (Exception,), {})('huber_no_half')",
        "import os; os._exit(0)",
    ],
)
def test_what_is_no_known_mistake_gets_no_hint_and_no_points(body: str, grader: Grader) -> None:
    found = grade(
        grader, f"import tensorflow as tf\ndef my_huber_loss(y_true, y_pred):\n    {body}"
    )
    assert found.status == "graded"
    mistaken = shown(found)
    assert mistaken is None or mistaken.hint.startswith("Perhaps: ")
    assert found.score == 0


def test_what_passes_or_ends_its_worker_is_not_looked_at_again(
    make: Make, monkeypatch: pytest.MonkeyPatch, custom_losses: Assignment
) -> None:
    again = list[object]()

    def look(*asked: object) -> dict[str, Fingerprint]:
        again.append(asked)
        return {}

    monkeypatch.setattr(Evidence, "of", look)
    right = master.solution(custom_losses.master.read_text("utf-8"), custom_losses.quiz)
    assert grade(make(), right).score == 12
    grade(make(), "def my_huber_loss(y_true, y_pred):\n    import os\n    os._exit(1)\n")
    assert again == []


@pytest.mark.parametrize(
    ("at_its_second_run", "workers"),
    [("pass", 1), ("import os; os._exit(1)", 2), ("len = None", 1)],
)
def test_the_worker_that_has_graded_is_asked_again_while_it_lives(
    at_its_second_run: str, workers: int, custom_losses: Assignment, sandbox: Sandbox
) -> None:
    leased = list[Worker]()

    class Counting(Grader):
        def _lease(self) -> Worker:
            leased.append(super()._lease())
            return leased[-1]

    again = f"""
import sys
if hasattr(sys, "ran_before"):
    {at_its_second_run}
sys.ran_before = True
"""
    with closing(Counting(custom_losses, sandbox.address, SEED)) as grader:
        found = grade(grader, again + NO_HALF).parts[0]
    assert found.mistake is not None
    assert found.mistake.id == "huber_no_half"
    assert found.score == 2  # `shape` and `signature`
    assert len(leased) == workers


def test_a_second_run_finds_out_nothing_anew(make: Make, cache: Path, tried_out: list[str]) -> None:
    first = shown(grade(make(), NO_HALF))
    assert set(tried_out) == {"my_huber_loss"}
    (folder,) = cache.iterdir()
    assert len(list(folder.iterdir())) == len(tried_out)
    assert (cache.stat().st_mode & 0o777, folder.stat().st_mode & 0o777) == (0o700, 0o700)
    tried_out.clear()
    assert shown(grade(make(), NO_HALF)) == first
    assert tried_out == []


def test_a_damaged_file_is_found_out_again(make: Make, cache: Path, tried_out: list[str]) -> None:
    first = shown(grade(make(), NO_HALF))
    for path in cache.rglob("*.npz"):
        path.write_bytes(path.read_bytes()[:-30])
    tried_out.clear()
    assert shown(grade(make(), NO_HALF)) == first
    assert tried_out


def test_without_a_folder_for_it_there_is_a_diagnosis_all_the_same(make: Make, cache: Path) -> None:
    cache.parents[1].write_text("a file is in its place", encoding="utf-8")
    assert shown(grade(make(), NO_HALF)) is not None


def test_what_somebody_else_may_have_put_there_is_not_believed(
    custom_losses: Assignment, cache: Path
) -> None:
    kept = memory.Memory(custom_losses)
    kept.keep("name", prints(1.0))
    (folder,) = cache.iterdir()
    assert kept.recall("name") is not None
    folder.chmod(0o777)
    assert kept.recall("name") is None
    kept.keep("other", prints(1.0))
    assert {path.name for path in folder.iterdir()} == {"name.npz"}


def test_trouble_of_the_machine_is_not_taken_for_what_a_mistake_does(
    make: Make, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise NoWorker("the machine is full")

    grader = make()
    monkeypatch.setattr(grader._evidence, "_lease_free", broken)
    with pytest.raises(SandboxError):  # the hand-in is graded again, when there is room
        grade(grader, NO_HALF)
    assert list(cache.rglob("*.npz")) == []


def test_nothing_is_kept_where_workers_can_read(
    cache: Path, custom_losses: Assignment, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("autograder.jail.shows", lambda folder: "/usr/lib")
    memory.Memory(custom_losses).keep("name", prints(1.0))
    assert not cache.exists()


def test_what_any_grader_or_engine_file_says_is_part_of_the_key(
    custom_losses: Assignment, tmp_path: Path, cache: Path
) -> None:
    memory.Memory(custom_losses).keep("name", prints(1.0))
    assert memory.Memory(custom_losses).recall("name") is not None
    (tmp_path / "graders").mkdir()
    (tmp_path / "master.py").write_text("x = 1")
    assert memory.Memory(replace(custom_losses, private=tmp_path)).recall("name") is None


def test_trouble_on_the_way_is_a_note_and_costs_no_verdict(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise AssignmentError("huber_no_half.py has no hint")

    monkeypatch.setattr("autograder.grading.mistakes", broken)
    found = grade(make(), NO_HALF)
    assert (found.status, shown(found)) == ("graded", None)
    assert any("huber_no_half.py has no hint" in note for note in found.staff)
    assert found.repairs == ()  # which students read


def test_a_hint_is_printed_first_and_steers_no_terminal(
    grader: Grader, custom_losses: Assignment
) -> None:
    found = grade(grader, NO_HALF)
    hostile = Mistake("x", "red \x1b[31m [bold]hint[/bold]")
    part = replace(found.parts[0], mistake=hostile)
    target = summary.console()
    with target.capture() as capture:
        summary.show(target, summary.report(replace(found, parts=(part,)), custom_losses))
    page = capture.get()
    assert "\x1b[31m" not in page
    assert "[bold]hint[/bold]" in page
    assert page.index("[bold]hint") < page.index("The loss is wrong")


# --- headers ---------------------------------------------------------------------------------

HEADER = """\
# part: my_huber_loss
# id: sample
# title: a sample
# hint: Look again
#   at the small branch.
# fails: values
# passes: defined shape
x = 1
"""


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("part: my_huber_loss", "part: huber", "no part 'huber' in assignment.toml"),
        ("id: sample", "id: other", "expected id sample, as the file is called"),
        ("fails: values", "fails: valus", "my_huber_loss has no check 'valus'"),
        ("fails: values", "fails:", "expected a line `# fails: ...`"),
        ("fails: values", "fails: values shape", "none that fails and passes"),
        ("# title: a sample\n", "", "expected a line `# title: ...`"),
        ("# hint: Look again\n#   at the small branch.\n", "", "expected a line `# hint: ...`"),
    ],
)
def test_a_bad_header_is_refused_in_one_line(
    old: str, new: str, complaint: str, custom_losses: Assignment, tmp_path: Path
) -> None:
    assert old in HEADER
    path = tmp_path / "mistakes" / "sample.py"
    path.parent.mkdir()
    path.write_text(HEADER.replace(old, new), encoding="utf-8")
    with pytest.raises(AssignmentError, match=r"sample\.py: ") as caught:
        mistake.mistakes(replace(custom_losses, private=tmp_path))
    assert complaint in str(caught.value)


def test_a_hint_may_go_on_in_further_lines(custom_losses: Assignment, tmp_path: Path) -> None:
    path = tmp_path / "mistakes" / "sample.py"
    path.parent.mkdir()
    path.write_text(HEADER, encoding="utf-8")
    (found,) = mistake.mistakes(replace(custom_losses, private=tmp_path))
    assert found.hint == "Look again at the small branch."
    assert sorted(found.fails) == ["values"]
    assert sorted(found.passes) == ["defined", "shape"]


def test_no_definition_of_the_solution_is_left_below_one_that_is_laid_over_it() -> None:
    solution = from_text("s", "s.py", "import math\n\ndef f(x):\n    return x\n\ny = f(1)\n")
    over = mistake.laid_over(solution, "m", "def f(x):\n    ...\n")
    text = "\n".join(cell.text for cell in over.cells)
    assert "return x" not in text
    assert "import math" in text
    assert "y = f(1)" in text


# --- fingerprints and merging ------------------------------------------------------------------


def prints(*numbers: float) -> Fingerprint:
    answers = (Answer("values", "", (np.array(numbers),)), Answer("graph", "TypeError: …"))
    return Fingerprint({"values": "failed"}, {"values": "It is wrong."}, answers)


def test_a_fingerprint_survives_the_disk() -> None:
    found = prints(1.0, float("nan"), float("inf"))
    again = fingerprint.loaded(fingerprint.dumped(found))
    assert again.equals(found)
    assert (again.outcomes, again.messages) == (found.outcomes, found.messages)


def test_fingerprints_are_equal_within_float32_and_not_beyond() -> None:
    assert prints(1.0).equals(prints(1.00001))
    assert prints(float("nan")).equals(prints(float("nan")))
    for other in (prints(1.01), prints(1.0, 1.0), prints(float("nan"))):
        assert not prints(1.0).equals(other)
    assert not prints(1.0).equals(replace(prints(1.0), outcomes={"values": "passed"}))
    told = (prints(1.0).answers[0], Answer("graph", "ValueError: …"))
    assert not prints(1.0).equals(replace(prints(1.0), answers=told))


def test_without_any_number_the_messages_have_to_be_the_same() -> None:
    mute = replace(prints(1.0), answers=(Answer("defined", "nnn"),))
    assert mute.equals(mute)
    assert not mute.equals(replace(mute, messages={"values": "It is a class."}))


BASE = "def f(x):\n    'What it is.'\n    a = 1\n    b = 2\n    return a\n"


def test_changes_side_by_side_are_merged_and_helpers_kept() -> None:
    one = "import math\ndef f(x):\n    a = 10\n    b = 2\n    return a\n"
    other = "def f(x):\n    a = 1\n    b = 20  # a comment\n    return a\n"
    assert merging.merged(BASE, one, other, "f") == (
        "import math\ndef f(x):\n    a = 10\n    b = 20\n    return a"
    )


def test_changes_that_meet_are_not_merged() -> None:
    one = "def f(x):\n    a = 10\n    b = 2\n    return a\n"
    assert merging.merged(BASE, one, one.replace("10", "11"), "f") is None
    assert merging.merged(BASE, one, one, "f") is None
    added = "def f(x):\n    a = 1\n    b = 2\n    c = 3\n    return a\n"
    assert merging.merged(BASE, added, added.replace("c = 3", "c = 4"), "f") is None
