"""``autograder validate`` on a miniature course, sound and with every kind of defect planted."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests import miniature
from tests.conftest import SEED, Run

Change = Callable[[str], str]

PUBLIC = "assignments/tiny"
PRIVATE = "solutions/tiny"


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The course as it should be."""
    course = tmp_path_factory.mktemp("sound")
    miniature.build(course)
    return course


@pytest.fixture
def course(sound: Path, tmp_path: Path) -> Path:
    """A copy of it to spoil."""
    return Path(shutil.copytree(sound, tmp_path / "course"))


Validate = Callable[[Path], subprocess.CompletedProcess[str]]


@pytest.fixture
def validate(in_warm_process: Run) -> Validate:
    """The command, on one process."""
    return lambda course: in_warm_process("validate", "--course", course, "--seed", SEED, "-j", 1)


def change(course: Path, name: str, old: str, new: str) -> None:
    """Replace what must be in a file of the course."""
    path = course / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def line(done: subprocess.CompletedProcess[str], *words: str) -> str:
    """The one line of the output that begins with the first of these words and holds the rest."""
    found = [
        each.strip()
        for each in done.stdout.splitlines()
        if each.strip().startswith(words[0]) and all(word in each for word in words)
    ]
    assert len(found) == 1, f"{words} in {done.stdout}{done.stderr}"
    return found[0]


def test_a_sound_course_has_no_findings_and_everything_is_told_apart(
    sound: Path, validate: Validate
) -> None:
    (sound / PRIVATE / "graders" / "__pycache__").mkdir(exist_ok=True)
    (sound / PRIVATE / "graders" / "__pycache__" / "test_tiny.pyc").write_bytes(b"x")
    done = validate(sound)
    assert re.search(r"wheat accepted +2 +2 ", done.stdout), done.stdout + done.stderr
    assert re.search(r"chaff caught +3 +3 ", done.stdout)
    assert re.search(r"diagnosed +3 +3 ", done.stdout)
    assert re.search(r"wrong with certainty +0 ", done.stdout)
    assert f"{PRIVATE}/" not in done.stdout
    assert f"{PUBLIC}/" not in done.stdout
    assert done.stdout.endswith("tiny is sound.\n")
    assert done.returncode == 0


def test_each_defect_of_data_is_named_with_its_file_and_what_to_do(
    course: Path, validate: Validate
) -> None:
    single, averaged, cube = (
        f"{PRIVATE}/mistakes/{name}.py"
        for name in ("double_is_single", "double_is_averaged", "square_is_cube")
    )
    change(course, single, "fails: values", "fails: shape")
    change(course, single, "passes: defined shape", "passes: defined values")
    change(course, averaged, "passes: defined values", "passes: defined")
    change(
        course, averaged, "Who takes the mean", "How many times does the size of an error count?"
    )
    change(course, averaged, " over the batch?", "")
    (course / cube).unlink()
    change(course, f"{PRIVATE}/variants/other_sign.py", "error * error", "error * error + 1.0")
    change(course, f"{PRIVATE}/quiz.toml", "the handout", "TODO(author): where from?")
    solution = "return tf.abs(y_true - y_pred) * 2.0"
    change(course, f"{PUBLIC}/README.md", "element by", f"\n\n    {solution}\n\nelement by")
    change(course, f"{PUBLIC}/quiz.md", "Nothing", "Nothing at all")
    (course / PUBLIC / "notes.txt").write_text("for myself")
    (course / PRIVATE / "old_master.py").write_text("x = 1\n")

    done = validate(course)

    assert done.returncode == 1
    found = line(done, f"{single}:", "expected fails shape, passes defined values")
    assert "found fails values, passes defined shape; change the header or the graders" in found
    found = line(done, f"{averaged}:", "expected fails shape, passes defined;")
    assert "found fails shape, passes defined values" in found
    line(done, f"{single}:", "its hint is that of double_is_averaged.py; say what differs")
    line(done, f"{PRIVATE}/mistakes: none in square_error; plant one")
    found = line(done, f"{PRIVATE}/variants/other_sign.py:", "expected full marks")
    assert "found square_error loses values (Its values are wrong.)" in found
    assert "make the graders accept it" in found
    line(done, f"{PRIVATE}/quiz.toml:6: ", "TODO(author): where from?")
    found = line(done, f"{PUBLIC}/README.md:", "holds the private line")
    assert f"'{solution}'; take it out" in found
    line(done, f"{PUBLIC}/quiz.md:", "differs", "run: autograder release tiny")
    line(done, f"{PUBLIC}/notes.txt:", "remove it, or list it under files")
    line(done, f"{PRIVATE}/old_master.py:", "nothing reads it; remove it")
    assert re.search(r"wheat accepted +1 +2 ", done.stdout)
    assert re.search(r"chaff caught +0 +2 ", done.stdout)
    assert "tiny is not sound: 10 findings" in done.stdout


def test_a_header_without_a_hint_is_named_before_anything_is_graded(
    course: Path, validate: Validate
) -> None:
    name = f"{PRIVATE}/mistakes/square_is_cube.py"
    change(course, name, "# hint: Can an error have a negative cost?", "# hint:")
    done = validate(course)
    assert done.returncode == 1
    line(done, f"{name}: expected a line `# hint: ...` at its top")
    assert "Nothing was graded." in done.stdout


def test_a_solved_stub_and_a_solution_that_fails_come_before_mistakes_and_variants(
    course: Path, validate: Validate
) -> None:
    solved = "    return tf.square(y_true - y_pred) * 1.0\n"
    change(course, f"{PUBLIC}/tiny.py", "    ...\n", solved)
    # a reference that does not say the same twice fails its own graders
    fickle = "tf.abs(y_true - y_pred) * 2.0 + tf.random.uniform(())"
    change(course, f"{PRIVATE}/master.py", "tf.abs(y_true - y_pred) * 2.0", fickle)
    done = validate(course)
    assert done.returncode == 1
    found = line(done, f"{PUBLIC}/tiny.py:", "expected a stub; found square_error as in")
    assert "enclose solutions in # BEGIN SOLUTION and # END SOLUTION" in found
    found = line(done, f"{PRIVATE}/master.py:", "expected full marks")
    assert "found double_error loses values (Its values are wrong.)" in found
    assert "mend the solution or the graders" in found
    assert "were not graded: the solution comes first" in done.stdout


def test_a_key_that_does_not_earn_its_points_is_the_solutions_failure(
    course: Path, validate: Validate
) -> None:
    grader = f"{PRIVATE}/graders/test_quiz.py"
    change(course, grader, "mark.earned < 1", "mark.earned < 2")
    found = line(validate(course), f"{PRIVATE}/master.py:", "quiz loses q1 (Right.)")
    assert "expected full marks" in found


def test_a_mistake_that_spoils_its_neighbours_is_named_and_the_neighbours_are_not(
    course: Path, validate: Validate
) -> None:
    spoiler = "\n\ndef square_error(y_true, y_pred):\n    return 0.0 * y_pred\n"
    path = course / PRIVATE / "mistakes" / "double_is_single.py"
    path.write_text(path.read_text(encoding="utf-8") + spoiler, encoding="utf-8")
    done = validate(course)
    name = f"{PRIVATE}/mistakes/double_is_single.py:"
    found = line(done, name, "expected full marks in the other parts")
    assert "found square_error loses values (Its values are wrong.)" in found
    assert "let it touch nothing but its own part" in found
    assert re.search(r"chaff caught +2 +3 ", done.stdout)


def test_a_drawing_that_fails_is_named_once_with_what_to_do(
    course: Path, validate: Validate
) -> None:
    drawing = "def figures(part, failed, submission, reference):\n    return [1 / 0]\n"
    (course / PRIVATE / "graders" / "figures.py").write_text(drawing, encoding="utf-8")
    done = validate(course)
    assert done.returncode == 1
    named = f"{PRIVATE}/graders: curves of double_error are missing: ZeroDivisionError"
    assert line(done, named).endswith("; mend it")
    line(done, f"{PRIVATE}/graders: curves of square_error are missing")
    assert "tiny is not sound: 2 findings" in done.stdout


def test_a_mistake_may_spoil_the_parts_that_its_header_names(
    course: Path, validate: Validate
) -> None:
    spoiler = "\n\ndef square_error(y_true, y_pred):\n    return 0.0 * y_pred\n"
    path = course / PRIVATE / "mistakes" / "double_is_single.py"
    header = "# id: double_is_single\n"
    text = path.read_text(encoding="utf-8").replace(header, f"{header}# spoils: square_error\n")
    path.write_text(text + spoiler, encoding="utf-8")
    done = validate(course)
    assert done.returncode == 0, done.stdout
    name = f"{PRIVATE}/mistakes/double_is_single.py"
    change(course, name, "spoils: square", "spoils: cube")
    line(validate(course), f"{name}: no part 'cube_error' in assignment.toml")


def test_an_unknown_assignment_is_bad_usage(sound: Path, autograder: Run) -> None:
    done = autograder("validate", "huge", "--course", sound)
    assert done.returncode == 2
    assert "no assignment 'huge'" in done.stderr


def test_who_is_spoilt_by_another_in_a_way_that_names_don_t_tell_is_not_accused(
    course: Path, validate: Validate
) -> None:
    culprit, victim = (
        f"{PRIVATE}/mistakes/{name}.py" for name in ("double_is_averaged", "square_is_cube")
    )
    change(course, culprit, "    return", "    tf.square = tf.zeros_like\n    return")
    mean = "tf.reduce_mean(tf.square(y_true - y_pred))"
    change(course, victim, "(y_true - y_pred) ** 3", mean)
    change(course, victim, "fails: values", "fails: shape")
    change(course, victim, "passes: defined shape", "passes: defined values")
    done = validate(course)
    found = line(done, f"{culprit}:", "expected full marks in the other parts")
    assert "found square_error loses values (Its values are wrong.)" in found
    assert f"{victim}: expected fails" not in done.stdout
    assert re.search(r"chaff caught +2 +3 ", done.stdout)
