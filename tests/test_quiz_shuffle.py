"""Options in an order of each student's own: what is handed out, and what comes back."""

from __future__ import annotations

import csv
import json
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from autograder import assignment, master
from autograder.assignment import Assignment
from autograder.errors import AssignmentError, SubmissionError
from autograder.quiz import Quiz
from autograder.shuffle import Shuffle
from tests import miniature, services
from tests.conftest import SEED, Run

SECRET = "0123456789abcdef0123456789abcdef"
CLASS = ("alice", "bob", "Özge Ünal", "d@uni.example")
RIGHT = {"q1": ["Nothing"], "q2": ["A number", "A tensor"], "q3": ["True"]}
"""By what the options say."""

_QUIZ = f"""\
schema = 1
seed = "{SECRET}"

[[questions]]
id = "q1"
kind = "single"
source = "the handout"
text = "What does a loss cost that is right?"
options = [
  {{ letter = "A", right = true, text = "Nothing", why = "There is no error." }},
  {{ letter = "B", right = false, text = "One", why = "There is no constant in it." }},
  {{ letter = "C", right = false, text = "Two", why = "There is no constant in it, twice." }},
  {{ letter = "D", right = false, text = "A tenth", why = "There is no constant in it, at all." }},
]

[[questions]]
id = "q2"
kind = "multiple"
source = "the handout"
text = "What may a loss return?"
options = [
  {{ letter = "A", right = true, text = "A number", why = "It is the mean." }},
  {{ letter = "B", right = true, text = "A tensor", why = "Keras takes the mean." }},
  {{ letter = "C", right = false, text = "A sentence", why = "It has no gradient." }},
  {{ letter = "D", right = false, text = "A model", why = "It has no mean." }},
  {{ letter = "E", right = false, text = "None of these", why = "Two are right.", fixed = true }},
]

[[questions]]
id = "q3"
kind = "single"
source = "the handout"
text = "A loss is never below zero here."
options = [
  {{ letter = "A", right = true, text = "True", why = "Sizes and squares are not." }},
  {{ letter = "B", right = false, text = "False", why = "Which one would be?" }},
]
"""


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The miniature course with a shuffled quiz."""
    course = tmp_path_factory.mktemp("shuffled")
    miniature.build(course)
    (course / "solutions/tiny/quiz.toml").write_text(_QUIZ, encoding="utf-8")
    settings = course / "assignments/tiny/assignment.toml"
    settings.write_text(settings.read_text(encoding="utf-8") + "shuffle = true\n", encoding="utf-8")
    return course


@pytest.fixture(scope="module")
def roster(course: Path) -> Path:
    path = course / "roster.csv"
    lines = ["section;submission;email", "1;alice;a@uni.example", "1;bob;", "2;Özge Ünal;"]
    path.write_text("\n".join([*lines, "2;;d@uni.example", ";;", ""]), encoding="utf-8-sig")
    return path


@pytest.fixture(scope="module")
def released(course: Path, roster: Path, autograder: Run) -> Path:
    """What the real command makes for the class."""
    out = course / "dist"
    done = autograder("release", "tiny", "--course", course, "-o", out, "--roster", roster)
    assert done.returncode == 0, done.stderr
    assert "4 packages, each for who it is named after" in done.stdout
    return out


@pytest.fixture(scope="module")
def quiz(course: Path) -> Quiz:
    found = assignment.load(course, "tiny").quiz
    assert found is not None
    return found


def bundle(released: Path, name: str, folder: Path) -> Path:
    """The unpacked package of ``name``."""
    with zipfile.ZipFile(released / "students" / name / "tiny.zip") as archive:
        archive.extractall(folder)
    return folder / "tiny"


def page(text: str) -> dict[str, dict[str, str]]:
    """A quiz page as a student reads it: question to what each option says to its letter."""
    found = dict[str, dict[str, str]]()
    for line in text.splitlines():
        if heading := re.fullmatch(r"## (\w+)", line):
            found[heading[1]] = {}
        elif option := re.fullmatch(r"- \*\*([A-Z])\.\*\* (.*)", line):
            list(found.values())[-1][option[2]] = option[1]
    return found


def read(released: Path, name: str, folder: Path) -> dict[str, dict[str, str]]:
    return page((bundle(released, name, folder) / "quiz.md").read_text(encoding="utf-8"))


def letters(
    seen: Mapping[str, Mapping[str, str]], chosen: Mapping[str, list[str]]
) -> dict[str, str]:
    """The letters of what was chosen, by question."""
    return {key: "".join(seen[key][text] for text in texts) for key, texts in chosen.items()}


def filled(text: str, answers: Mapping[str, str]) -> str:
    """A stub, script or notebook, with these answers typed in."""
    for key, answer in answers.items():
        for quote in ('"', '\\"'):
            text = text.replace(
                f"{quote}{key}{quote}: {quote}{quote}",
                f"{quote}{key}{quote}: {quote}{answer}{quote}",
            )
    return text


# --- what is handed out --------------------------------------------------------------------------


def test_everybody_gets_a_package_and_staff_a_list(released: Path) -> None:
    given = {path.relative_to(released).as_posix() for path in released.rglob("*.zip")}
    assert given == {*(f"students/{name}/tiny.zip" for name in CLASS), "staff/tiny-otter.zip"}
    with (released / "staff" / "versions.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["name"] for row in rows] == list(CLASS)
    assert len({row["version"] for row in rows}) == len(CLASS)


def test_a_package_differs_from_another_by_the_page_and_one_word_in_each_stub(
    released: Path, tmp_path: Path
) -> None:
    alice, bob = (bundle(released, name, tmp_path / name) for name in ("alice", "bob"))
    names = {path.name for path in alice.iterdir()}
    assert names == {path.name for path in bob.iterdir()}
    stubs = {"tiny.py", "tiny.ipynb", "tiny_colab.ipynb"}
    for name in names:
        one, other = ((each / name).read_text(encoding="utf-8") for each in (alice, bob))
        if name in stubs:
            pairs = zip(re.split(r"(\W)", one), re.split(r"(\W)", other), strict=True)
            (differing,) = [pair for pair in pairs if pair[0] != pair[1]]
            assert all(re.fullmatch("[A-H]{12}", word) for word in differing)
            for each, word in zip((alice, bob), differing, strict=True):
                told = f'`quiz_answers` must hold `"version": "{word}"`'
                assert told in (each / "quiz.md").read_text(encoding="utf-8")
        else:
            assert (one == other) == (name != "quiz.md"), name


def test_all_options_are_on_every_page_in_their_own_order_and_fixed_ones_in_their_place(
    released: Path, tmp_path: Path
) -> None:
    pages = [read(released, name, tmp_path / name) for name in CLASS]
    for seen in pages:
        assert {key: sorted(texts) for key, texts in seen.items()} == {
            "q1": ["A tenth", "Nothing", "One", "Two"],
            "q2": ["A model", "A number", "A sentence", "A tensor", "None of these"],
            "q3": ["False", "True"],
        }
        assert ["".join(texts.values()) for texts in seen.values()] == ["ABCD", "ABCDE", "AB"]
        assert seen["q2"]["None of these"] == "E"
    assert len({json.dumps(seen) for seen in pages}) == len(CLASS)


def test_the_seed_and_the_key_are_in_nothing_that_students_get(
    released: Path, tmp_path: Path
) -> None:
    for name in CLASS:
        for path in bundle(released, name, tmp_path / name).iterdir():
            text = path.read_text(encoding="utf-8")
            assert SECRET not in text
            assert "There is no" not in text


def test_the_same_names_get_the_same_bytes_whatever_python_hashes_by(
    course: Path, released: Path, tmp_path: Path
) -> None:
    command = [sys.executable, "-m", "autograder", "release", "tiny", "--course", str(course)]
    command += ["-o", str(tmp_path), "--for", "bob", "--for", "alice"]
    subprocess.run(command, env={"PYTHONHASHSEED": "4711"}, check=True, capture_output=True)
    for name in ("alice", "bob"):
        path = Path("students", name, "tiny.zip")
        assert (tmp_path / path).read_bytes() == (released / path).read_bytes()


def test_orders_are_what_they_were_when_this_was_written() -> None:
    """What was handed out last year must still be read: by openssl, not by this code."""
    shuffle = Shuffle("a seed that nobody can guess")
    assert shuffle.version("alice") == "DFCCEEAGFEDE"
    assert shuffle.shuffled("ABCDEFGHABCD", "q1", "ABCD") == list("BCDA")


@pytest.mark.parametrize("roster", ["", "name\n", "name\n\n,\n"])
def test_a_roster_that_names_nobody_is_refused(
    roster: str, course: Path, autograder: Run, tmp_path: Path
) -> None:
    (tmp_path / "roster.csv").write_text(roster)
    done = autograder(
        "release", "--course", course, "-o", tmp_path, "--roster", tmp_path / "roster.csv"
    )
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "names nobody" in done.stderr


@pytest.mark.parametrize(
    ("names", "complaint"),
    [
        (["../up"], "can't be the name of a folder"),
        (["a/b"], "can't be the name of a folder"),
        (["CON"], "can't be the name of a folder"),
        (["a\u202eb"], "can't be the name of a folder"),
        ([""], "can't be the name of a folder"),
        (["x" * 200], "can't be the name of a folder"),
        (["Alice", "alice"], "'Alice' and 'alice' are the same folder"),
    ],
)
def test_a_name_that_is_no_folder_s_is_refused(
    names: list[str], complaint: str, course: Path, autograder: Run, tmp_path: Path
) -> None:
    asked = [part for name in names for part in ("--for", name)]
    done = autograder("release", "--course", course, "-o", tmp_path / "out", *asked)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert complaint in done.stderr
    assert not (tmp_path / "out").exists()


def test_names_need_a_folder_to_write_to_and_a_quiz_that_is_shuffled(
    course: Path, autograder: Run, tmp_path: Path
) -> None:
    done = autograder("release", "--course", course, "--for", "alice")
    assert (done.returncode, "name the folder for it with -o DIR" in done.stderr) == (2, True)
    done = autograder("release", "custom_losses", "-o", tmp_path, "--for", "alice")
    assert done.returncode == 2
    assert "is the same for all; set shuffle = true below [quiz]" in done.stderr


# --- what comes back -----------------------------------------------------------------------------

WRONG = {"q1": ["One"], "q2": ["A number", "None of these"], "q3": ["False"]}
"""Worth 0, 1/2 - 1/3 and 0."""


def answered(version: object, answers: Mapping[str, str]) -> str:
    return f"quiz_answers = { {'version': version} | dict(answers)!r}\n"


def hostile(version: str, answers: Mapping[str, str]) -> dict[str, str]:
    """Hand-ins whose version is none."""
    none: dict[str, object] = {
        "none of ours": version[:-1] + ("B" if version[-1] == "A" else "A"),
        "half of one": version[:6],
        "two": version * 2,
        "huge": version * 8_000,
        "a number": 10**4000,
        "a float": -1.5e300,
        "nothing": None,
        "a list": [version],
        "bytes": version.encode(),
        "a dictionary": {version: version},
        "code": "__import__('os').abort()",
        "a terminal's": "\x1b[31m\u202e\n" + version,
        "markup": "<script>alert(1)</script>",
    }
    texts = {name: answered(each, answers) for name, each in none.items()}
    code = "quiz_answers = dict(version=open.__name__ * 9, **{answers})\n"
    computed = code.replace("{answers}", repr(dict(answers)))
    lying = (
        "class Version(str):\n    def __eq__(self, other): return True\n    __hash__ = str.__hash__\n"
        f"quiz_answers = dict(version=Version('x'), **{dict(answers)!r})\n"
    )
    return texts | {"computed": computed, "lying": lying, "lost": f"quiz_answers = {answers!r}\n"}


Results = Mapping[str, Any]


@pytest.fixture(scope="module")
def graded(
    released: Path, course: Path, tmp_path_factory: pytest.TempPathFactory, autograder: Run
) -> Results:
    """The result files of a class, by name, as the real command grades it."""
    work = tmp_path_factory.mktemp("class")
    handins = work / "handins"
    handins.mkdir()
    homes = {name: bundle(released, name, work / name) for name in CLASS}
    seen = {name: read(released, name, work / name) for name in CLASS}
    own = {name: letters(seen[name], RIGHT) for name in CLASS}
    versions = {name: version_of(home) for name, home in homes.items()}

    def hand_in(name: str, owner: str, form: str, answers: Mapping[str, str]) -> None:
        text = (homes[owner] / form).read_text(encoding="utf-8")
        path = handins / f"{name}{Path(form).suffix}"
        path.write_text(filled(text, answers), encoding="utf-8")

    hand_in("script", "alice", "tiny.py", own["alice"])
    hand_in("notebook", "bob", "tiny.ipynb", own["bob"])
    hand_in("colab", "Özge Ünal", "tiny_colab.ipynb", own["Özge Ünal"])
    hand_in("wrong", "alice", "tiny.py", letters(seen["alice"], WRONG))
    hand_in("blank", "alice", "tiny.py", {})
    hand_in("copied letters", "bob", "tiny.py", own["alice"])
    given = (handins / "script.py").read_text(encoding="utf-8")
    again = (homes["alice"] / "tiny.py").read_text(encoding="utf-8")
    texts = {
        "copied with version": given.replace(versions["alice"], versions["alice"]),
        "typed by hand": answered(f" {versions['alice'].lower()}\n", own["alice"]),
        "another key": answered("", own["alice"])
        + f"quiz_answers['Version'] = {versions['alice']!r}\n",
        "blank without version": "quiz_answers = {'q1': '', 'q2': None}\n",
        "no answers": "x = 1\n",
        "begun again": given + again[again.index("quiz_answers") :],
        **hostile(versions["alice"], own["alice"]),
    }
    for name, text in texts.items():
        (handins / f"{name}.py").write_text(text, encoding="utf-8")
    both = handins / "both forms"
    both.mkdir()
    shutil.copy(homes["alice"] / "tiny.ipynb", both)
    shutil.copy(handins / "script.py", both / "tiny.py")
    grade = ["grade", handins, "-a", "tiny", "-o", work / "out", "--course", course]
    done = autograder(*grade, "--seed", SEED)
    assert done.returncode == 1, done.stdout + done.stderr
    assert "\x1b" not in done.stdout
    found = {
        path.stem: json.loads(path.read_text("utf-8")) for path in (work / "out/results").iterdir()
    }
    return found | {"": {"alice in bob's order": meant(own["alice"], seen["bob"])}}


def version_of(home: Path) -> str:
    (found,) = re.findall(r'"version": "([A-H]{12})"', (home / "tiny.py").read_text("utf-8"))
    return str(found)


def meant(answers: Mapping[str, str], seen: Mapping[str, Mapping[str, str]]) -> dict[str, set[str]]:
    """What letters say to somebody with another page."""
    return {
        key: {text for text, letter in seen[key].items() if letter in answer}
        for key, answer in answers.items()
    }


def checks(result: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    (part,) = [part for part in result["parts"] if part["name"] == "quiz"]
    return list(part["checks"])


def scores(result: Mapping[str, Any]) -> list[float]:
    return [check["score"] for check in checks(result)]


@pytest.mark.parametrize(
    "name",
    [
        *("script", "notebook", "colab", "both forms", "typed by hand", "another key"),
        *("begun again", "copied with version"),
    ],
)
def test_right_options_earn_their_points_in_every_order_and_form(
    name: str, graded: Results
) -> None:
    assert graded[name]["status"] == "graded"
    assert scores(graded[name]) == [1, 1, 1]


def test_wrong_options_lose_in_a_students_order_what_they_lose_in_the_authors(
    graded: Results,
) -> None:
    assert scores(graded["wrong"]) == [0, 0.166667, 0]


def test_letters_of_a_friend_are_read_in_ones_own_order(graded: Results) -> None:
    said = graded[""]["alice in bob's order"]
    single = [float(said[key] == {RIGHT[key][0]}) for key in ("q1", "q3")]
    right = len(said["q2"] & {*RIGHT["q2"]})
    multiple = max(0.0, right / 2 - (2 - right) / 3)
    expected = [single[0], pytest.approx(multiple, abs=1e-6), single[1]]
    assert scores(graded["copied letters"]) == expected
    assert expected != [1, 1, 1]


def test_the_result_says_in_which_order_the_options_were_seen(graded: Results, quiz: Quiz) -> None:
    orders = [check["order"] for check in checks(graded["wrong"])]
    assert orders == [quiz.order(each, quiz.version("alice")) for each in quiz.questions]
    assert [sorted(order) for order in orders] == [list("ABCD"), list("ABCDE"), list("AB")]
    assert orders[1][-1] == "E"
    others = [check for part in graded["wrong"]["parts"][:-1] for check in part["checks"]]
    assert not any("order" in check for check in others)


@pytest.mark.parametrize("name", ["blank", "blank without version", "no answers"])
def test_who_answers_nothing_needs_no_version(name: str, graded: Results) -> None:
    assert graded[name]["status"] == "graded"
    assert scores(graded[name]) == [0, 0, 0]


@pytest.mark.parametrize("name", hostile("ABCDEFGHABCD", {}))
def test_without_its_version_a_hand_in_needs_staff_and_is_never_a_zero(
    name: str, graded: Results
) -> None:
    result = graded[name]
    assert (result["status"], result["score"]) == ("error", None)
    assert result["error"].startswith(
        "`quiz_answers` needs the 'version' that this student was given"
    )
    assert result["error"].endswith("and grade again")
    assert result["error"].isprintable()
    assert len(result["error"]) < 300
    assert {check["outcome"] for check in checks(result)} == {"error"}


def test_what_was_found_instead_of_a_version_is_told_short(graded: Results) -> None:
    assert "found none:" in graded["lost"]["error"]
    assert "found 'ABC" not in graded["lost"]["error"]
    assert "found a list:" in graded["a list"]["error"]
    assert "found '__import__('" not in graded["code"]["error"]
    assert "\"__import__('os').abo\"" in graded["code"]["error"]


def test_otter_grades_the_notebook_of_a_students_own_order(released: Path, tmp_path: Path) -> None:
    home = bundle(released, "bob", tmp_path / "bob")
    right = letters(read(released, "bob", tmp_path / "again"), RIGHT)
    notebook = home / "tiny.ipynb"
    notebook.write_text(filled(notebook.read_text("utf-8"), right), encoding="utf-8")
    (tmp_path / "otter").mkdir()
    _, results = services.otter(released / "staff/tiny-otter.zip", notebook, tmp_path / "otter")
    assert results is not None
    assert {test["name"]: test["score"] for test in results["tests"]}["quiz"] == 3


def test_public_checks_take_the_version_for_one_more_answer(custom_losses: Assignment) -> None:
    text = custom_losses.master.read_text(encoding="utf-8")
    (check,) = [each for each in master.public_checks(text) if each.subjects == ("quiz_answers",)]
    names = dict[str, Any]()
    exec(check.source, names)  # noqa: S102
    names[check.name]({"version": Shuffle(SECRET).version("alice"), "q1": "AD"})


# --- what pages show -----------------------------------------------------------------------------


def test_a_question_is_shown_as_the_student_saw_it(quiz: Quiz) -> None:
    question = quiz.questions[1]
    seen = question.seen("CADBE")
    assert [(each.letter, each.text) for each in seen] == [
        ("A", "A sentence"),
        ("B", "A number"),
        ("C", "A model"),
        ("D", "A tensor"),
        ("E", "None of these"),
    ]
    assert [each.right for each in seen] == [False, True, False, True, False]
    assert seen[0].why == "It has no gradient."


def test_an_option_that_was_taken_out_since_is_left_out(quiz: Quiz) -> None:
    assert [each.text for each in quiz.questions[2].seen("BZA")] == ["False"]


# --- what authors get wrong ----------------------------------------------------------------------


def load(folder: Path, text: str, shuffle: object = True) -> Quiz:
    path = folder / "quiz.toml"
    path.write_text(text, encoding="utf-8")
    return Quiz.load(path, {"shuffle": shuffle})


@pytest.mark.parametrize("seed", ["", 'seed = "short"\n', "seed = 17\n"])
def test_a_shuffled_quiz_needs_a_seed_and_is_offered_one(seed: str, tmp_path: Path) -> None:
    text = _QUIZ.replace(f'seed = "{SECRET}"\n', seed)
    with pytest.raises(AssignmentError, match=r'put at the top: seed = "[0-9a-f]{32}"') as caught:
        load(tmp_path, text)
    offered = str(caught.value).split("at the top: ")[1]
    assert load(tmp_path, text.replace(seed, f"{offered}\n") if seed else f"{offered}\n{text}")
    assert load(tmp_path, text, shuffle=False).version() is None


@pytest.mark.parametrize("shuffle", ["yes", 1, None, 4])
def test_shuffle_is_true_or_false(shuffle: object, tmp_path: Path) -> None:
    with pytest.raises(AssignmentError, match=r"shuffle in assignment\.toml is true"):
        load(tmp_path, _QUIZ, shuffle)


def test_no_question_is_called_as_the_version_is(tmp_path: Path) -> None:
    with pytest.raises(AssignmentError, match="no question can be called version"):
        load(tmp_path, _QUIZ.replace('id = "q3"', 'id = "Version"'))


def test_fixed_is_true_or_false(tmp_path: Path) -> None:
    with pytest.raises(AssignmentError, match="q2: option E: fixed is true or false, not 1"):
        load(tmp_path, _QUIZ.replace("fixed = true", "fixed = 1"))


def test_what_is_not_shuffled_is_as_it_was(tmp_path: Path) -> None:
    quiz = load(tmp_path, _QUIZ, shuffle=False)
    answers = {"version": "nonsense", "q1": "B"}
    assert quiz.version_of(answers) is None
    assert quiz.in_authors_letters(answers, None) == answers
    assert quiz.unknown(answers) == ["version"]
    assert [quiz.order(each, None) for each in quiz.questions] == ["ABCD", "ABCDE", "AB"]


def test_each_order_of_four_options_comes_about_equally_often(quiz: Quiz) -> None:
    question, shuffle = quiz.questions[0], quiz.shuffle
    assert shuffle is not None
    found = [quiz.order(question, shuffle.version(str(k))) for k in range(2400)]
    counts = {order: found.count(order) for order in found}
    assert len(counts) == 24
    assert sum((count - 100) ** 2 / 100 for count in counts.values()) < 49.7  # chi², 1 in 1000


def test_a_guessed_version_is_hardly_ever_one(quiz: Quiz) -> None:
    assert quiz.shuffle is not None
    real = quiz.shuffle.version("alice")
    changed = [real[:k] + letter + real[k + 1 :] for k in range(12) for letter in "ABCDEFGH"]
    known = {quiz.shuffle.recognised(each) for each in changed}
    assert known == {real, None}
    with pytest.raises(SubmissionError):
        quiz.version_of({"q1": "A", "version": "A" * 12})


_READS_ITSELF = """\
    quiz = assignment.quiz
    if question.id == "q1":
        letter = submission.literal("quiz_answers")["q1"]
        order = quiz.order(question, quiz.version())
        answers = {"q1": letter and order["ABCD".index(letter)]}
"""


def test_validate_tries_the_key_in_several_orders_and_finds_words_that_need_their_place(
    course: Path, in_warm_process: Run, tmp_path: Path
) -> None:
    shutil.copytree(course, tmp_path / "course", ignore=shutil.ignore_patterns("dist"))
    course = tmp_path / "course"
    done = in_warm_process("validate", "--course", course, "--seed", SEED, "-j", 1)
    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "tiny is sound."), done.stdout

    # a grader that reads letters itself, in the order of the one bundle that its author tried
    grader = course / "solutions/tiny/graders/test_quiz.py"
    text = grader.read_text(encoding="utf-8")
    grader.write_text(
        text.replace("answers: Mapping", "submission: Handle, raw: Mapping")
        .replace("    assert", _READS_ITSELF + "    assert", 1)
        .replace("import Failure", "import Failure\nfrom autograder.handle import Handle")
        .replace("raw:", "answers:"),
        encoding="utf-8",
    )
    quiz = course / "solutions/tiny/quiz.toml"
    text = quiz.read_text(encoding="utf-8").replace(", fixed = true", "")
    quiz.write_text(text.replace("at all.", "unlike in option B."), encoding="utf-8")
    done = in_warm_process("validate", "--course", course, "--seed", SEED, "-j", 1)
    assert done.returncode == 1
    said = " ".join(done.stdout.split())
    assert "quiz.toml: q1 says 'option B'; say what it says: students see other letters" in said
    assert "q2, option E says 'None of these' and would be moved; add fixed = true" in said
    found = "expected full marks for the key in every order of the options; found quiz loses q1"
    assert found in said
    assert "; take letters from the fixture `answers`" in said
