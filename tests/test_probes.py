"""An assignment's own questions: asked of the submission's names, answered with plain numbers.

What a submission does to a probe costs its own name that question, and nothing else.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from autograder import assignment, identity, inspection, packaging, station
from autograder import submission as reading
from autograder.assignment import Assignment, Budget
from autograder.errors import AssignmentError
from autograder.explain import explain
from autograder.fingerprint import Witness
from autograder.handle import Handle, Raised
from autograder.isolation import Level
from autograder.probes import Probes
from autograder.reference import Reference
from autograder.sandbox import Limits, Sandbox, lease
from tests import miniature

PROBES = '''\
"""For the tests."""
import numpy as np


def scaled(student, one, two, times):
    return student.scale(one, times), [student.scale(two, times) for _ in range(1)][0]


def shuffled(student, numbers):
    student.shuffle(numbers)
    return numbers


def whatever(student, *arrays):
    return student.whatever(*arrays)


def two(student):
    one, other = student.whatever()
    return one, other


def calm(student):
    return np.arange(3)


def slow(student):
    student.whatever()
    return 1
'''
HONEST = """\
import numpy as np

def scale(array, times):
    return array * times

def shuffle(numbers):
    numbers[::-1].sort()

def whatever():
    return np.float32(1), np.float32(2)
"""
ONE = np.arange(4, dtype="f4")
Make = Callable[..., Any]


@pytest.fixture
def probes(tmp_path: Path) -> Probes:
    path = tmp_path / "probes.py"
    path.write_text(PROBES, encoding="utf-8")
    return Probes.read(path)


@pytest.fixture
def make(sandbox: Sandbox, probes: Probes) -> Iterator[Make]:
    """A handle to a script, of any kind."""
    made: list[Handle] = []

    def handle(text: str, kind: type[Handle] = Handle, seconds: float = 10.0) -> Handle:
        found = reading.from_text("handin", "handin.py", text)
        budget = Budget(request=seconds)
        made.append(
            kind(found, found, lambda: lease(sandbox.address, Limits()), budget, probes),
        )
        return made[-1]

    yield handle
    for each in made:
        each.close()


# --- what is asked and answered --------------------------------------------------------------


def test_a_probe_is_given_names_arrays_and_fields_and_answers_arrays(make: Make) -> None:
    found = make(HONEST).probe("scaled", ONE, ONE[:2], on="scale", count=2, times=3)
    assert [each.tolist() for each in found] == [[0, 3, 6, 9], [0, 3]]
    assert {each.dtype for each in found} == {np.dtype("f4")}


def test_a_probe_may_change_what_it_was_given(make: Make) -> None:
    (found,) = make(HONEST).probe("shuffled", ONE, on="shuffle")
    assert found.tolist() == [3, 2, 1, 0]


def test_what_is_raised_below_a_probe_points_at_the_line_of_the_submission(make: Make) -> None:
    with pytest.raises(Raised) as caught:
        make("x = 1\n\ndef whatever():\n    return 1 / 0\n").probe("whatever", on="whatever")
    assert (caught.value.kind, caught.value.line) == ("ZeroDivisionError", ("<script>", 4))


def test_a_name_that_is_missing_is_told_as_in_the_submission_itself(make: Make) -> None:
    with pytest.raises(Raised) as caught:
        make("x = 1").probe("whatever", on="whatever")
    assert explain(caught.value) == "`whatever` is not defined"


@pytest.mark.parametrize(
    ("returned", "kind"),
    [("None", "NoneType"), ("'numbers'", "str"), ("object()", "object"), ("[None]", "NoneType")],
)
def test_an_answer_that_is_no_number_is_told_by_its_type(
    returned: str, kind: str, make: Make
) -> None:
    with pytest.raises(Raised) as caught:
        make(f"def whatever():\n    return {returned}\n").probe("whatever", on="whatever")
    assert (caught.value.kind, caught.value.text) == ("NotNumeric", kind)


def test_a_probe_that_there_is_not_is_the_graders_own_trouble(make: Make, tmp_path: Path) -> None:
    with pytest.raises(AssignmentError, match=r"'other'; probes\.py has calm"):
        make(HONEST).probe("other", on="scale")
    with pytest.raises(AssignmentError, match="has no functions"):
        Probes.read(tmp_path / "nowhere.py").sent_for("other")


def test_probes_that_do_not_parse_are_the_assignments_trouble(tmp_path: Path) -> None:
    (tmp_path / "probes.py").write_text("def f(:\n", encoding="utf-8")
    with pytest.raises(AssignmentError, match=r"probes\.py: invalid syntax"):
        Probes.read(tmp_path / "probes.py")


def test_the_solution_is_asked_once(make: Make) -> None:
    reference = make(f"{HONEST}\nwhatever = lambda: np.random.default_rng().normal()", Reference)
    one, again = (reference.probe("whatever", on="whatever") for _ in range(2))
    assert one[0] == again[0]


def test_a_solution_that_fails_is_the_assignments_trouble(make: Make) -> None:
    with pytest.raises(AssignmentError, match="the solution fails on whatever: ZeroDiv"):
        make("whatever = lambda: 1 / 0", Reference).probe("whatever", on="whatever")


def test_a_witness_remembers_what_was_answered(make: Make) -> None:
    witness = make(HONEST, Witness)
    witness.begin("scale", "values")
    witness.probe("scaled", ONE, ONE, on="scale", count=2, times=2)
    witness.probe("calm", on="shuffle")  # of another part
    (answer,) = witness.answers["scale"]
    assert (answer.check, [each.tolist() for each in answer.arrays]) == (
        "values",
        [[0, 2, 4, 6]] * 2,
    )


def test_a_witness_skips_what_trains(make: Make) -> None:
    with pytest.raises(pytest.skip.Exception, match="Not trained"):
        make(HONEST, Witness).begin_training()
    make(HONEST).begin_training()


# --- submissions that interfere --------------------------------------------------------------

ATTACKS = {
    "raises SystemExit": "def whatever(): raise SystemExit",
    "raises KeyboardInterrupt": "def whatever(): raise KeyboardInterrupt",
    "raises what has no text": (
        "class Mute(BaseException):\n    def __str__(self): raise self\ndef whatever(): raise Mute"
    ),
    "raises a forged kind": (
        "class Killed(BaseException): pass\ndef whatever(): raise Killed('signal 9')"
    ),
    "ends the process": "import os\ndef whatever(): os._exit(0)",
    "hangs": "def whatever():\n    while True: pass",
    "hangs in what the probe makes of the answer": (
        "class Slow:\n    def __array__(self, *_, **__):\n        while True: pass\nwhatever = Slow"
    ),
    "is an array of objects": "import numpy as np\nwhatever = lambda: np.array([{}, 1])",
    "is an array of texts": "import numpy as np\nwhatever = lambda: np.array(['a'])",
    "is complex": "whatever = lambda: 1j",
    "is huge": "import numpy as np\nwhatever = lambda: np.zeros(5 << 20, 'u1')",
    "is nothing of a huge shape": "import numpy as np\nwhatever = lambda: np.zeros((0, 1 << 40))",
    "is too many arrays": "import numpy as np\nwhatever = lambda: [np.zeros(1)] * 65",
    "is several arrays for one": "import numpy as np\nwhatever = lambda: [np.zeros(1)] * 3",
    "is no array for one": "whatever = lambda: ()",
    "is a list in itself": "whatever = lambda: loop\nloop = []\nloop.append(loop)",
    "replaces what NumPy makes arrays with": (
        "import numpy as np\nnp.asarray = lambda *_: 'forged'\nwhatever = lambda: 1"
    ),
    "replaces what observes": (
        "import sys\nworker = sys.modules['autograder.worker']\n"
        "worker._numeric = lambda _: 'forged'\nwhatever = lambda: 1"
    ),
    "replaces what compiles": (
        "import builtins\ndef whatever(): 1\nbuiltins.compile = lambda *_, **__: None"
    ),
    "takes the names away": "def whatever(): globals().clear(); return whatever",
}


@pytest.mark.parametrize("text", ATTACKS.values(), ids=ATTACKS)
def test_what_a_submission_does_to_a_probe_costs_it_the_answer_and_is_told(
    text: str, make: Make
) -> None:
    handle = make(text, seconds=0.5)
    with pytest.raises(Raised) as caught:
        handle.probe("whatever", on="whatever")
    told = explain(caught.value)
    assert told.isprintable()
    assert 0 < len(told) < 500
    assert handle.trouble is None
    assert not handle.was_killed


@pytest.mark.parametrize("name", ["hangs", "ends the process", "is several arrays for one"])
def test_the_name_that_pays_is_the_only_one_that_does(name: str, make: Make) -> None:
    handle = make(ATTACKS[name], seconds=0.5)
    with pytest.raises(Raised):
        handle.probe("whatever", on="whatever")
    (found,) = handle.probe("calm", on="another")
    assert found.tolist() == [0, 1, 2]


def test_two_things_for_one_are_the_mistake_of_who_returned_them(make: Make) -> None:
    with pytest.raises(Raised, match="ValueError: too many values to unpack"):
        make("whatever = lambda: (1, 2, 3)").probe("two", on="whatever", count=2)


# --- where the file goes -----------------------------------------------------------------------


@pytest.fixture
def tiny(tmp_path: Path) -> Assignment:
    """A small assignment with probes."""
    miniature.build(tmp_path)
    found = assignment.load(tmp_path, None)
    found.probes.write_text(PROBES, encoding="utf-8")
    return found


@pytest.mark.parametrize("digest", [identity.of_answers, identity.of_grades])
def test_what_a_program_answers_depends_on_the_probes(
    digest: Callable[[Assignment], str], tiny: Assignment
) -> None:
    seen = {digest(tiny)}
    tiny.probes.write_text(f"{PROBES}\n", encoding="utf-8")
    seen.add(digest(tiny))
    tiny.probes.unlink()
    seen.add(digest(tiny))
    assert len(seen) == 3


def test_the_file_goes_wherever_is_graded_and_to_no_student(
    tiny: Assignment, tmp_path: Path
) -> None:
    order = station.order("run", tiny, 7, Level.NONE)
    assert "assignments/tiny/probes.py" in order.files
    archive = packaging.gradescope_archive(tiny, tmp_path)
    with closing(zipfile.ZipFile(io.BytesIO(archive))) as unpacked:
        assert "course/assignments/tiny/probes.py" in unpacked.namelist()
    with closing(zipfile.ZipFile(io.BytesIO(packaging.otter_archive(tiny, tmp_path)))) as unpacked:
        assert "files/course/assignments/tiny/probes.py" in unpacked.namelist()
    assert not [name for name in packaging.student_bundle(tiny) if "probes" in name]


def test_it_is_a_file_of_the_public_folder_that_holds_nothing_secret(tiny: Assignment) -> None:
    findings = inspection.inspect(tiny).findings
    assert (findings["Files"], findings["Leaks"]) == ((), ())
    secret = "# return tf.abs(y_true - y_pred) * 2.0\n"
    tiny.probes.write_text(f"{PROBES}{secret}", encoding="utf-8")
    (leak,) = inspection.inspect(tiny).findings["Leaks"]
    assert leak.startswith("assignments/tiny/probes.py: holds the private line")
