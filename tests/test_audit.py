"""Mutants of a solution, and what graders make of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder import scaffold
from autograder.errors import AssignmentError
from autograder.mutation import mutants
from tests import tiny_course
from tests.conftest import Run
from tests.tiny_course import SLUG


def bodies(expression: str, parameters: str = "a, b") -> set[str]:
    """What stands behind ``return`` in the mutants of a function of one line."""
    source = f"def f({parameters}):\n    return {expression}\n"
    texts = {mutant.text for mutant in mutants(source, "f")}
    return {text.split("return ")[1].strip() for text in texts if "return " in text}


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("a + b", {"a - b", "a * b", "a", "b", "(-(a + b))", "b + b", "a + a", "None"}),
        ("a - b", {"a + b", "a * b", "b - a", "a", "b", "(-(a - b))", "b - b", "a - a"}),
        ("a / b", {"a * b", "a // b", "b / a"}),
        ("a ** b", {"a * b", "b ** a", "a", "b"}),
        ("-a", {"a", "-b"}),
        ("a <= b", {"a < b", "a > b", "a >= b", "a == b", "a != b", "b <= b"}),
        ("a and b", {"a or b", "a", "b"}),
        ("0.5", {"0.0", "1.0", "2.0", "0.25", "1.5", "(-0.5)", "None"}),
        ("0", {"1", "2"}),
        ("True", {"False"}),
        ("abs(a)", {"a", "square(a)", "abs()", "abs(b)"}),
        ("t.maximum(a, b)", {"t.minimum(a, b)", "t.maximum(b, a)", "a", "b", "t.maximum(a)"}),
        ("t.sum(a, axis=1)", {"t.sum(a)", "t.mean(a, axis=1)", "t.sum(axis=1)", "a"}),
        ("a.x + a.y", {"a.y + a.y", "a.x + a.x", "b.x + a.y"}),
        ("a if t else b", {"a", "b"}),
        ("'text'", {'""'}),
    ],
)
def test_an_expression_is_changed_in_every_small_way(expression: str, expected: set[str]) -> None:
    assert expected <= bodies(expression)


def test_zero_is_not_negated() -> None:
    assert "a > (-1.0)" in bodies("a > 1.0")
    assert not {body for body in bodies("a > 0.0") if "-0" in body}


def test_every_mutant_compiles_differs_and_is_one_edit() -> None:
    source = "def f(a=3, b=2):\n    c = a * a\n    if c > 1:\n        return c - b\n    return -a\n"
    found = list(mutants(source, "f"))
    assert len({mutant.text for mutant in found}) == len(found) > 30
    for mutant in found:
        compile(mutant.text, "mutant", "exec")
        assert mutant.text != source
        removed = [line for line in mutant.diff.splitlines()[2:] if line.startswith("-")]
        assert len(removed) == 1, mutant.diff


def test_a_description_names_line_part_and_edit() -> None:
    source = "import x\n\n\ndef f(a, b):\n    return a <= b\n"
    descriptions = [mutant.description for mutant in mutants(source, "f")]
    assert "line 5 of f: `a <= b` became `a < b`" in descriptions


def test_names_are_mistaken_only_for_those_that_are_bound_by_then() -> None:
    texts = [m.text for m in mutants("def f(a):\n    b = a\n    c = b\n    return c\n", "f")]
    assert "def f(a):\n    b = a\n    c = b\n    return a\n" in texts
    assert "def f(a):\n    b = c\n    c = b\n    return c\n" not in texts


def test_a_class_loses_base_super_call_methods_and_attributes() -> None:
    source = (
        "class C(Base):\n"
        "    def __init__(self, t):\n"
        "        super().__init__()\n"
        "        self.t = t\n"
        "    def call(self, a, b):\n"
        "        return a * self.t - b\n"
    )
    said = {mutant.description.split(": ", 1)[1] for mutant in mutants(source, "C")}
    assert {
        "the base `Base` was dropped",
        "`super().__init__()` was removed",
        "`self.t = t` was removed",
        "`def call` was removed",
        "`self, a, b` became `self, b, a`",
    } <= said


def test_defaults_parameters_and_decorators_are_mutated() -> None:
    source = '@wrap\ndef f(a, b=1.0):\n    """Kept."""\n    return a\n'
    texts = {mutant.text for mutant in mutants(source, "f")}
    assert 'def f(a, b=1.0):\n    """Kept."""\n    return a\n' in texts
    assert '@wrap\ndef f(a, b):\n    """Kept."""\n    return a\n' in texts
    assert '@wrap\ndef f(a, b=2.0):\n    """Kept."""\n    return a\n' in texts
    assert all("Kept." in text for text in texts)


def test_the_last_definition_is_mutated() -> None:
    source = "def f():\n    return 1\n\n\ndef f():\n    return 5\n"
    assert all("return 1" not in m.text or m.line == 6 for m in mutants(source, "f"))


def test_a_part_without_a_definition_is_an_error() -> None:
    with pytest.raises(AssignmentError, match="no `def` or `class` of g"):
        list(mutants("def f(): pass\n", "g"))


PROBES = """\
import numpy as np

from autograder.equivalence import Probe


def probes(part):
    grid = (np.arange(-40, 41) / 8).astype("f4")[:, None]
    zeros = np.zeros_like(grid)
    yield Probe("values from -5 to 5", lambda handle: [handle.call(part, grid, zeros)])
    yield Probe("their gradients", lambda handle: [handle.gradient(part, grid, zeros)])
"""


@pytest.fixture
def course(tmp_path: Path, autograder: Run) -> Path:
    """The tiny course, ready to be graded."""
    (tmp_path / "assignments").mkdir()
    scaffold.write(tmp_path, SLUG)
    tiny_course.work_off(tmp_path)
    assert autograder("release", SLUG, cwd=tmp_path).returncode == 0
    return tmp_path


def test_a_weak_grader_lets_mutants_survive_and_a_stronger_one_does_not(
    course: Path, in_warm_process: Run
) -> None:
    graders = course / "solutions" / SLUG / "graders" / "test_parts.py"
    strong = graders.read_text(encoding="utf-8")
    start, end = strong.index("    return [\n        _case("), strong.index("def _case(")
    weak = '    return [_case("large errors", rng.uniform(2, 6, (5, 1)), rng)]\n\n\n'
    graders.write_text(strong[:start] + weak + strong[end:], encoding="utf-8")
    done = in_warm_process("audit", SLUG, "--seed", 7, "-j", 2, cwd=course)
    assert done.returncode == 1, done.stdout + done.stderr
    assert "survived: line" in done.stdout
    # the branch that the weak grader never takes
    assert "-    return tf.where(error > 0, 2.0 * tf.abs(error), -error)" in done.stdout
    assert "+    return tf.where(error > 0, 2.0 * tf.abs(error), error)" in done.stdout

    graders.write_text(strong, encoding="utf-8")
    (course / "solutions" / SLUG / "equivalence.py").write_text(PROBES, encoding="utf-8")
    done = in_warm_process("audit", SLUG, "--seed", 7, "-j", 2, cwd=course)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "No mutant survived (seed 7)." in done.stdout
    # there the error is above zero anyway
    assert "`tf.abs(error)` became `error`" in done.stdout.split("equivalent: ", 1)[1]
    assert "162 numbers are equal: values from -5 to 5; their gradients" in done.stdout


def test_a_part_that_is_not_there_is_one_line(course: Path, autograder: Run) -> None:
    done = autograder("audit", SLUG, "--part", "my_lose", cwd=course)
    assert done.returncode == 2
    assert done.stderr == "autograder: no part 'my_lose'; skewed has my_loss\n"
