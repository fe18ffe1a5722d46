"""``autograder quiz export``, read back as the learning platforms read it."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import markdown
import pytest

from autograder.assignment import Assignment
from autograder.errors import AssignmentError
from autograder.exports import quiz_gift, quiz_qti
from autograder.quiz import Option, Question, Quiz
from tests import lms
from tests.conftest import COURSE, Run

Export = Callable[..., bytes]


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory, autograder: Run) -> dict[str, bytes]:
    """The quiz of custom_losses in each format, as the command writes it."""
    folder = tmp_path_factory.mktemp("exports")
    for kind in ("gift", "qti", "markdown"):
        done = autograder("quiz", "export", "custom_losses", "--to", kind, "-o", folder / kind)
        assert (done.returncode, done.stdout) == (0, f"wrote {folder / kind}\n"), done.stderr
        assert "holds the key: keep it from students" in done.stderr
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.fixture(scope="module")
def quiz(custom_losses: Assignment) -> Quiz:
    assert custom_losses.quiz is not None
    return custom_losses.quiz


# --- the quiz of the course ----------------------------------------------------------------------


def as_typed(text: str) -> str:
    """Markdown for Moodle, with its formulas between dollars again."""
    for theirs, ours in [("\\\\", "\\"), ("\\_", "_"), ("\\*", "*"), ("&lt;", "<")]:
        text = text.replace(theirs, ours)
    return re.sub(r"\\[()]", "$", re.sub(r"\\[][]", "$$", text))


def test_moodle_reads_every_question_option_reason_and_weight(
    files: dict[str, bytes], quiz: Quiz
) -> None:
    asked = lms.gift(files["gift"].decode())
    assert [each.name for each in asked] == [f"q{k}" for k in range(1, 26)]
    for found, question in zip(asked, quiz.questions, strict=True):
        assert as_typed(found.text) == question.text
        assert [as_typed(each.text) for each in found.answers] == [o.text for o in question.options]
        assert [as_typed(each.why) for each in found.answers] == [o.why for o in question.options]
        assert found.takes_one == (question.kind == "single")


def test_moodle_gives_for_every_choice_what_we_give(files: dict[str, bytes], quiz: Quiz) -> None:
    choices = 0
    for found, question in zip(lms.gift(files["gift"].decode()), quiz.questions, strict=True):
        for chosen in subsets(len(question.options), one=question.kind == "single"):
            letters = [question.options[place].letter for place in chosen]
            earned = quiz.mark(question, letters).earned
            assert found.score(*chosen) == pytest.approx(earned, abs=2e-5)
            choices += 1
    assert choices > 200


def subsets(count: int, *, one: bool) -> list[tuple[int, ...]]:
    every = [tuple(k for k in range(count) if mask >> k & 1) for mask in range(1 << count)]
    return [each for each in every if not one or len(each) == 1]


def test_weights_are_those_that_moodle_knows(files: dict[str, bytes]) -> None:
    found = set(re.findall(rb"~(%[^%]*%)?", files["gift"]))
    assert found == {b"", b"%-100%", b"%50%", b"%-50%", b"%33.33333%", b"%25%"}


def test_canvas_reads_every_question_option_and_reason_and_which_are_right(
    files: dict[str, bytes], quiz: Quiz
) -> None:
    asked = lms.qti(files["qti"])
    assert [each.name for each in asked] == [f"q{k}" for k in range(1, 26)]
    for found, question in zip(asked, quiz.questions, strict=True):
        assert found.text == shown(question.text)
        assert [each.text for each in found.answers] == [shown(o.text) for o in question.options]
        assert [each.why for each in found.answers] == [shown(o.why) for o in question.options]
        assert [each.percent == 100 for each in found.answers] == [
            o.right for o in question.options
        ]
        assert found.takes_one == (question.kind == "single")
    assert set(lms.qti_points(files["qti"])) == {1.0}


def shown(text: str) -> str:
    """What a browser shows of Markdown; formulas are kept from it, quotes are curly."""
    formulas = list[str]()

    def hidden(match: re.Match[str]) -> str:
        if match[0].startswith("`"):
            return match[0]
        display = r"\displaystyle " if match[1] else ""
        formulas.append(f"${display}{(match[1] or match[2]).strip()}$")
        return f"@{len(formulas) - 1}@"

    hidden_text = re.sub(r"`[^`]+`|\$\$([^$]+)\$\$|\$([^$]+)\$", hidden, text.replace("```", "~~~"))
    escaped = re.sub(r"<(?=[a-z/])", "&lt;", hidden_text)
    html = markdown.markdown(escaped, extensions=["fenced_code", "smarty"])
    return re.sub(r"@(\d+)@", lambda match: formulas[int(match[1])], lms.visible(html))


def test_canvas_shows_no_key_by_itself(files: dict[str, bytes]) -> None:
    settings = lms.qti_settings(files["qti"])
    assert settings["title"] == "Custom losses"
    assert settings["show_correct_answers"] == settings["shuffle_answers"] == "false"
    assert settings["points_possible"] == "25.0"


def test_it_is_said_where_canvas_marks_otherwise(autograder: Run, tmp_path: Path) -> None:
    """Three of four are right in these: a wrong one costs a third there, everything here."""
    done = autograder("quiz", "export", "--to", "qti", "-o", tmp_path / "quiz.zip")
    assert "this quiz takes 1/(number of wrong ones) in q1, q11, q17, q18\n" in done.stderr


def test_the_same_quiz_makes_the_same_bytes(
    files: dict[str, bytes], autograder: Run, tmp_path: Path
) -> None:
    autograder("quiz", "export", "--to", "qti", "-o", tmp_path / "quiz.zip")
    assert (tmp_path / "quiz.zip").read_bytes() == files["qti"]


def test_the_page_for_staff_says_which_are_right_and_why(
    files: dict[str, bytes], quiz: Quiz
) -> None:
    page = files["markdown"].decode()
    assert "## q1: ABC\n" in page
    for question in quiz.questions:
        for option in question.options:
            box = "x" if option.right else " "
            assert f"\n- [{box}] **{option.letter}.** {option.text}\n\n  {option.why}\n" in page


def test_a_text_is_printed_and_a_zip_is_not(autograder: Run, files: dict[str, bytes]) -> None:
    done = autograder("quiz", "export", "--to", "gift")
    assert (done.returncode, done.stdout.encode()) == (0, files["gift"])
    assert done.stderr == "autograder: warning: this holds the key: keep it from students\n"
    done = autograder("quiz", "export", "--to", "qti")
    assert (done.returncode, done.stderr) == (
        2,
        "autograder: qti is a zip; name the file for it with -o FILE\n",
    )


# --- texts that try to be something else ---------------------------------------------------------

TEXTS = [
    # as the author types it, as Moodle gets it (None: the same), as Canvas shows it (None: the same)
    ("~ = # { } : \\ % -> // ####", None, None),
    ("=looks right", None, None),
    ("~%100%looks right", None, None),
    ("%50% of them", None, None),
    ("#looks like a reason", None, "looks like a reason"),
    ("[html]<b>bold</b>", "[html]&lt;b>bold&lt;/b>", "[html]<b>bold</b>"),
    ("[markdown] twice", None, None),
    ("[not a format] text", None, None),
    ("::a name:: and {=one ~two}", None, None),
    ("// no comment", None, None),
    ("$CATEGORY: top", None, None),
    ("<script>alert(1)</script>", "&lt;script>alert(1)&lt;/script>", None),
    ("<!-- hidden -->", "&lt;!-- hidden -->", "<!– hidden –>"),
    ("a <= b & c >= d, a<b", "a &lt;= b & c >= d, a&lt;b", None),
    ("]]> &amp; &lt;", None, "]]> & <"),
    ("`{a: 1} == b # ~ \\n <i>`", None, "{a: 1} == b # ~ \\n <i>"),
    ("``a `tick` b``", None, "a `tick` b"),
    ("a \\nabla b, \\\\ and \\* c", None, "a \\nabla b, \\ and * c"),
    ("$x_1 = \\{a_2\\}$", "\\\\(x\\_1 = \\\\{a\\_2\\\\}\\\\)", None),
    ("$a < b$ and $c$", "\\\\(a &lt; b\\\\) and \\\\(c\\\\)", None),
    (
        "see\n\n$$\\max(m - D,\\ 0)^2$$",
        "see\n\n\\\\[\\\\max(m - D,\\\\ 0)^2\\\\]",
        "see\n$\\displaystyle \\max(m - D,\\ 0)^2$",
    ),
    ("costs $5 or $6, not \\$7", "costs $5 or $6, not $7", "costs $5 or $6, not $7"),
    ("`$HOME` and `$x$`", None, "$HOME and $x$"),
    ("```python\nx = {1: 2}\n\n# ~x\n```\n\nWhat is x?", None, "x = {1: 2}\n\n# ~x\n\nWhat is x?"),
    (
        "two\n\n\n\nparagraphs\r\n\r\nor three",
        "two\n\n\n\nparagraphs\n\nor three",
        "two\nparagraphs\nor three",
    ),
    ("GROUP", None, None),
    ("COMMENT\n1.  Another question?\n*a)  yes", None, None),
    ("...  no reason\n\n[*] no option", None, "… no reason\n[*] no option"),
    ("Points: 100", None, None),
    ("naïve 漢字 🎲 עברית \u200f\u202eright to left\u202c", None, None),
    ("a\u2028line\u2029s\x85b", None, None),
    ("x" * 5000, None, None),
    ("A", None, None),
]


def hostile() -> Quiz:
    """A question about each of them, with each of them for an option and a reason."""
    typed = [text for text, _, _ in TEXTS]
    questions = list[Question]()
    for k, text in enumerate(typed):
        other, third = typed[(k + 1) % len(typed)], typed[(k + 2) % len(typed)]
        options = (
            Option("A", text, k % 2 == 0, other),
            Option("B", other, k % 2 == 1, third),
            Option("C", third, k % 4 == 2, text),
        )
        kind = "multiple" if k % 4 == 2 else "single"
        questions.append(Question(f"q{k}", kind, f"About {k}:\n\n{text}", "", options))
    return Quiz(tuple(questions), "per-option", 1.0, "quiz_answers", "visible")


def toml(quiz: Quiz) -> str:
    """The quiz as its author's file."""
    lines = ["schema = 1"]
    for question in quiz.questions:
        lines += ["[[questions]]", f"id = {text(question.id)}", f"kind = {text(question.kind)}"]
        lines += [f"text = {text(question.text)}", f"source = {text(question.source)}"]
        for option in question.options:
            lines += ["[[questions.options]]", f"letter = {text(option.letter)}"]
            lines += [f"text = {text(option.text)}", f"why = {text(option.why)}"]
            lines += [f"right = {str(option.right).lower()}"]
    return "\n".join(lines) + "\n"


def text(value: str) -> str:
    """A TOML string: every character that is not a plain one is escaped."""
    plain = [c if c.isalnum() or c == " " else f"\\U{ord(c):08X}" for c in value]
    return f'"{"".join(plain)}"'


def written(quiz: Quiz, folder: Path, settings: str = "") -> Path:
    """A course with this quiz."""
    for top in ("assignments", "solutions"):
        (folder / top / "odd").mkdir(parents=True)
    (folder / "assignments/odd/assignment.toml").write_text(
        f'schema = 1\ntitle = "Odd: <quiz> & \\"co\\""\n[quiz]\n{settings}', encoding="utf-8"
    )
    (folder / "solutions/odd/quiz.toml").write_text(toml(quiz), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory, autograder: Run) -> dict[str, bytes]:
    """The hostile quiz, as the command writes it."""
    course = written(hostile(), tmp_path_factory.mktemp("odd"))
    for kind in ("gift", "qti", "markdown"):
        done = autograder("quiz", "export", "--course", course, "--to", kind, "-o", course / kind)
        assert done.returncode == 0, done.stderr
    return {kind: (course / kind).read_bytes() for kind in ("gift", "qti", "markdown")}


def test_moodle_takes_no_text_for_anything_else(odd: dict[str, bytes]) -> None:
    texts = [typed if moodle is None else moodle for typed, moodle, _ in TEXTS]
    expect(
        lms.gift(odd["gift"].decode()),
        texts,
        [f"About {k}:\n\n{each}" for k, each in enumerate(texts)],
    )


def test_canvas_takes_no_text_for_anything_else(odd: dict[str, bytes]) -> None:
    texts = [" ".join((typed if canvas is None else canvas).split()) for typed, _, canvas in TEXTS]
    asked = lms.qti(odd["qti"])
    for each in asked:  # layout is a browser's own
        each.text = " ".join(each.text.split())
        for answer in each.answers:
            answer.text, answer.why = (" ".join(t.split()) for t in (answer.text, answer.why))
    expect(asked, texts, [f"About {k}: {each}" for k, each in enumerate(texts)])
    assert lms.qti_settings(odd["qti"])["title"] == 'Odd: <quiz> & "co"'


def expect(asked: Sequence[lms.Asked], texts: list[str], questions: list[str]) -> None:
    assert [each.text for each in asked] == questions
    for k, (found, question) in enumerate(zip(asked, hostile().questions, strict=True)):
        ring = [texts[(k + step) % len(texts)] for step in range(3)]
        assert [answer.text for answer in found.answers] == ring
        assert [answer.why for answer in found.answers] == [ring[1], ring[2], ring[0]]
        assert [answer.percent > 0 for answer in found.answers] == [
            o.right for o in question.options
        ]
        assert found.takes_one == (question.kind == "single")


# --- what can't be said over there ---------------------------------------------------------------


def asking(right: int, wrong: int, kind: str = "multiple") -> Question:
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[: right + wrong]
    options = [Option(each, f"option {each}", k < right, "why") for k, each in enumerate(letters)]
    return Question("q7", kind, "What?", "", tuple(options))


def of(*questions: Question, policy: str = "per-option", points: float = 1.0) -> Quiz:
    return Quiz(questions, policy, points, "quiz_answers", "visible")


@pytest.mark.parametrize("wrong", [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 20])
@pytest.mark.parametrize("right", [1, 2, 3, 5])
def test_shares_are_as_exact_as_moodle_asks_and_add_up_to_everything(
    right: int, wrong: int
) -> None:
    (found,) = lms.gift(quiz_gift.gift(of(asking(right, wrong)), "t"))
    assert found.score(*range(right)) == pytest.approx(1.0, abs=1e-4)
    assert found.score(*range(right + wrong)) == pytest.approx(0.0, abs=1e-4)
    for answer in found.answers:
        nearest = round(100 / (right if answer.percent > 0 else wrong), 5)
        assert abs(answer.percent) == nearest


@pytest.mark.parametrize(("right", "wrong"), [(11, 1), (1, 11), (2, 19), (13, 0)])
def test_a_share_that_moodle_does_not_know_is_refused(right: int, wrong: int) -> None:
    with pytest.raises(AssignmentError, match=r"q7: Moodle has no weight of 1/1[139] for"):
        quiz_gift.gift(of(asking(right, wrong)), "t")


@pytest.mark.parametrize("right", [2, 3])
def test_all_or_nothing_of_several_is_refused_by_both_with_the_reason(
    right: int, autograder: Run, tmp_path: Path
) -> None:
    course = written(of(asking(right, 2)), tmp_path, 'policy = "all-or-nothing"\n')
    reasons = {
        "gift": f"q7: Moodle has no all-or-nothing where {right} options are right",
        "qti": "Canvas gives shares where several options are right (q7)",
    }
    for kind, reason in reasons.items():
        out = tmp_path / kind
        done = autograder("quiz", "export", "--course", course, "--to", kind, "-o", out)
        assert (done.returncode, done.stderr.count("\n"), out.exists()) == (2, 1, False)
        assert reason in done.stderr
        assert 'export with policy = "per-option"' in done.stderr


def test_all_or_nothing_of_one_is_a_weight_that_takes_everything() -> None:
    single = replace(asking(1, 2, "single"), text="Which?")
    quiz = of(asking(1, 3), single, policy="all-or-nothing")
    several, one = lms.gift(quiz_gift.gift(quiz, "t"))
    assert [several.score(*c) for c in [(0,), (1,), (0, 1), (0, 1, 2, 3)]] == [1, 0, 0, 0]
    assert [one.score(k) for k in range(3)] == [1, 0, 0]
    assert [a.percent for q in lms.qti(quiz_qti.qti(quiz, "t")) for a in q.answers] == [
        *(100, 0, 0, 0),
        *(100, 0, 0),
    ]
    assert list(quiz_qti.remarks(quiz)) == []


def test_a_question_with_one_option_is_none_for_moodle() -> None:
    with pytest.raises(AssignmentError, match="q7: Moodle needs two options, found one"):
        quiz_gift.gift(of(asking(1, 0)), "t")


@pytest.mark.parametrize("points", [0.25, 2, 3.3])
def test_points_are_in_qti_and_are_asked_for_with_gift(points: float) -> None:
    quiz = of(asking(1, 1), points=points)
    assert lms.qti_points(quiz_qti.qti(quiz, "t")) == [points]
    (remark,) = quiz_gift.remarks(quiz)
    assert remark == f"GIFT holds no points; give each question {points:g} in Moodle"


def test_a_fixed_option_is_not_shuffled_unsaid() -> None:
    question = asking(1, 1)
    fixed = replace(
        question, options=(question.options[0], replace(question.options[1], fixed=True))
    )
    (remark,) = quiz_gift.remarks(of(fixed))
    assert remark == "Moodle shuffles options; untick that for q7, where places matter"


def test_what_no_xml_can_hold_is_refused_by_its_name() -> None:
    question = replace(asking(1, 1), text="bell \x07")
    with pytest.raises(AssignmentError, match=r"quiz\.toml: U\+0007 can't be in XML"):
        quiz_qti.qti(of(question), "t")


def test_what_text2qti_refuses_is_one_line(autograder: Run, tmp_path: Path) -> None:
    twins = replace(
        asking(1, 1), options=tuple(replace(o, text="same") for o in asking(1, 1).options)
    )
    course = written(of(twins), tmp_path)
    done = autograder("quiz", "export", "--course", course, "--to", "qti", "-o", tmp_path / "q.zip")
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "text2qti refuses the quiz: " in done.stderr
    assert "Duplicate choice" in done.stderr


def test_an_assignment_without_a_quiz_has_none_to_export(autograder: Run, tmp_path: Path) -> None:
    written(of(asking(1, 1)), tmp_path)
    settings = tmp_path / "assignments/odd/assignment.toml"
    part = '[[parts]]\nname = "f"\nchecks = { defined = 1 }\n'
    settings.write_text(f"schema = 1\n{part}", encoding="utf-8")
    done = autograder("quiz", "export", "--course", tmp_path, "--to", "gift")
    assert (done.returncode, "odd has no quiz; expected [quiz]" in done.stderr) == (2, True)


def test_the_other_commands_do_without_text2qti() -> None:
    code = "import sys; sys.modules['text2qti'] = None; import autograder.cli"
    subprocess.run([sys.executable, "-c", code], cwd=COURSE, check=True)
