"""What an answer to the quiz is worth, however it was typed."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.errors import AssignmentError
from autograder.quiz import MAX_CHOSEN, Mark, Option, Question, Quiz


def question(letters: str, right: str, identity: str = "q1") -> Question:
    options = tuple(Option(letter, "text", letter in right, "why") for letter in letters)
    return Question(identity, "single" if len(right) == 1 else "multiple", "text", "src", options)


def quiz(policy: str, *questions: Question) -> Quiz:
    return Quiz(questions or (AC,), policy, 1.0, "quiz_answers", "visible")


AC = question("ABCD", "AC")
SHARES = quiz("per-option")
ALL_OR_NOTHING = quiz("all-or-nothing")


# --- points ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("letters", "right", "answer", "earned"),
    [
        ("ABCD", "AC", "AC", 1.0),
        ("ABCD", "AC", "A", 0.5),
        ("ABCD", "AC", "C", 0.5),
        ("ABCD", "AC", "AB", 0.0),  # 1/2 - 1/2
        ("ABCD", "AC", "ABC", 0.5),  # 2/2 - 1/2
        ("ABCD", "AC", "B", 0.0),  # -1/2, but never below 0
        ("ABCD", "AC", "BD", 0.0),
        ("ABCD", "AC", "ABCD", 0.0),  # choosing everything is worth nothing
        ("ABCD", "B", "B", 1.0),
        ("ABCD", "B", "A", 0.0),
        ("ABCDE", "ABC", "A", 0.333333),
        ("ABCDE", "ABC", "AB", 0.666667),
        ("ABCDE", "ABC", "ABD", 0.166667),  # 2/3 - 1/2
        ("ABCDE", "ABC", "ABCD", 0.5),
        ("ABCD", "ABC", "ABD", 0.0),  # 2/3 - 1/1
        ("ABCDE", "AB", "ABC", 0.666667),  # 2/2 - 1/3
        ("ABC", "ABC", "ABC", 1.0),  # all are right: none to lose by
        ("ABC", "ABC", "AB", 0.666667),
    ],
)
def test_each_right_option_earns_its_share_and_each_wrong_one_loses_its_own(
    letters: str, right: str, answer: str, earned: float
) -> None:
    assert SHARES.mark(question(letters, right), answer).earned == earned


@pytest.mark.parametrize(
    ("answer", "earned"),
    [("AC", 1.0), ("CA", 1.0), ("A", 0.0), ("ABC", 0.0), ("ABCD", 0.0), ("B", 0.0)],
)
def test_all_or_nothing_pays_for_the_key_alone(answer: str, earned: float) -> None:
    assert ALL_OR_NOTHING.mark(AC, answer).earned == earned


@pytest.mark.parametrize(
    ("answer", "message"), [("AC", "Right."), ("A", "Partly right."), ("B", "Not right.")]
)
def test_the_message_says_how_right_it_is_and_not_why(answer: str, message: str) -> None:
    assert SHARES.mark(AC, answer).message == message


def test_all_or_nothing_never_says_that_an_answer_is_partly_right() -> None:
    assert ALL_OR_NOTHING.mark(AC, "A") == Mark(0.0, "Not right.")


# --- ways to write letters ---------------------------------------------------------------------


@pytest.mark.parametrize(
    "answer",
    [
        *("AC", "ac", "aC", "CA", "ACA", " a c ", "a, c", "A,C", "A; C", "A/C", "A & C", "A+C"),
        *(
            "A and C",
            "a AND c",
            "A, and C",
            "(a) (c)",
            "a) c)",
            "[A] [C]",
            "A.\nC.",
            "Ａ，Ｃ",
            "⒜⒞",
        ),
        ["A", "C"],
        ["a", "c"],
        ["AC"],
        ["A,", " C"],
        ["A", "and", "C", None, ""],
        ("a", "C"),
        {"A", "C"},
        frozenset("ac"),
    ],
)
def test_letters_are_read_however_they_are_written(answer: object) -> None:
    assert SHARES.mark(AC, answer) == Mark(1.0, "Right.")


@pytest.mark.parametrize("answer", ["A", "a", "(a)", ["A"], {"A"}, ("a",)])
def test_one_letter_may_stand_alone_or_in_a_collection(answer: object) -> None:
    assert SHARES.mark(AC, answer) == Mark(0.5, "Partly right.")


def test_and_between_letters_is_no_letter_even_where_its_letters_are_options() -> None:
    assert SHARES.mark(question("ABCDN", "AC"), "A and C").earned == 1.0


@pytest.mark.parametrize(
    "answer", [None, "", " ", "\n", "-", "?", "...", "()", "and", [], (), set(), [""], [None, " "]]
)
def test_a_blank_is_not_answered(answer: object) -> None:
    assert SHARES.mark(AC, answer) == Mark(0.0, "Not answered.")
    assert ALL_OR_NOTHING.mark(AC, answer) == Mark(0.0, "Not answered.")


# --- what is no answer -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answer", "named"),
    [
        ("E", "E"),
        ("ae", "E"),
        ("AXZ", "X, Z"),
        (["A", "Z"], "Z"),
        (1, "1"),
        (2.5, "2.5"),
        (True, "True"),
        ("1", "1"),
        ({"A": True}, "(dict)"),
        ([["A"], "C"], "(list)"),
        (b"A", "(bytes)"),
        (1j, "(complex)"),
        (float("nan"), "(float)"),
        (float("inf"), "(float)"),
        (10**6, "(int)"),
    ],
)
def test_what_is_no_option_is_named_and_earns_nothing(answer: object, named: str) -> None:
    expected = Mark(0.0, f"No option {named}; the options are ABCD.")
    assert SHARES.mark(AC, answer) == expected
    assert ALL_OR_NOTHING.mark(AC, answer) == expected


def nested(depth: int) -> list[object]:
    inner: list[object] = ["A"]
    for _ in range(depth):
        inner = [inner]
    return inner


def cyclic() -> list[object]:
    inner: list[object] = ["A"]
    inner.append(inner)
    return inner


@pytest.mark.parametrize(
    "answer",
    [
        "the first and the third option, because mse is a string " * 10_000,
        "".join(map(chr, range(0x20000))),
        "\n".join("ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
        "\ud800\x00\x1b[31m\u202ered\u2028",
        list(range(10_000)),
        [0.1, -1e-300, -5, True, None, ..., b"", {}, 1j],
        {"q1": {"q1": ["A"] * 1000}},
        -(10**10_000),
        nested(50_000),
        cyclic(),
        object(),
        print,
    ],
    ids=[
        *("prose", "every letter", "lines", "control", "numbers", "mixture", "dictionary"),
        *("huge", "deep", "cyclic", "object", "function"),
    ],
)
def test_any_answer_gets_a_short_message_on_one_line(answer: object) -> None:
    mark = SHARES.mark(AC, answer)
    assert mark.earned == 0
    assert mark.message.isprintable()
    assert len(mark.message) <= 80


# --- which answer belongs to which question ----------------------------------------------------


@pytest.mark.parametrize(
    "key",
    [
        *("q1", "Q1", "1", "01", "question 1", "Question 1", "question_1", "QUESTION1", "q01"),
        *("q 1", " q1 ", "q1.", "1)", "(1)", "#1", "Ｑ１"),
    ],
)
def test_a_question_is_found_however_its_number_is_written(key: str) -> None:
    assert SHARES.find({"q2": "B", key: "AC", "q11": "D"}, AC) == "AC"
    assert SHARES.unknown({key: "AC"}) == []


@pytest.mark.parametrize("key", ["q2", "11", "q10", "one", "", "q", "1a", "q1.1", "quiz 1"])
def test_another_key_is_not_taken_for_the_question(key: str) -> None:
    assert SHARES.find({key: "AC"}, AC) is None
    assert SHARES.unknown({key: "AC"}) == [key]


def test_a_question_whose_id_has_no_number_is_found_by_its_name() -> None:
    gradient = question("AB", "A", "gradient")
    assert SHARES.find({"Gradient ": "A"}, gradient) == "A"


@pytest.mark.parametrize("blank", ["", None, [], " "])
def test_a_blank_of_the_stub_does_not_hide_an_answer_under_another_key(blank: object) -> None:
    assert SHARES.find({"q1": blank, "1": "AC"}, AC) == "AC"
    assert SHARES.find({"1": "AC", "q1": blank}, AC) == "AC"


def test_of_two_answers_to_a_question_the_last_counts_as_in_any_dictionary() -> None:
    assert SHARES.find({"q1": "A", "Q1": "C"}, AC) == "C"


@pytest.mark.parametrize(
    ("answer", "chosen"),
    [
        ("ca", "AC"),
        ({"B", "A"}, "AB"),
        ("Z9", "9Z"),
        (12, "12"),
        ([1.5, None], "1.5"),
        (["A", ["B"]], "(list)A"),
        ("", None),
        ("--", None),
        (None, None),
    ],
)
def test_the_letters_that_were_chosen_are_told_in_order(answer: object, chosen: str | None) -> None:
    assert SHARES.chosen({"1": answer}, AC) == chosen


def test_whatever_was_chosen_is_told_short_and_printable() -> None:
    types = [type(f"x\x1b\u202e{k}", (), {})() for k in range(30)]
    found = SHARES.chosen({"q1": [*types, "".join(map(chr, range(0x4E00, 0x9000)))]}, AC)
    assert found is not None
    assert len(found) == MAX_CHOSEN
    assert found.isprintable()


def test_of_a_question_that_is_not_in_the_answers_nothing_was_chosen() -> None:
    assert SHARES.chosen({"q2": "A"}, AC) is None


def test_keys_that_are_no_question_are_listed_short_and_printable() -> None:
    answers = {"q1": "A", "q2": "B", "a\nb": "", "x" * 1000: "", "\ud800": ""}
    assert SHARES.unknown(answers) == ["q2", "a\\nb", "x" * 20, "\\ud800"]


# --- loading -----------------------------------------------------------------------------------


def option_text(letter: str, right: str) -> str:
    return f'[[questions.options]]\nletter = "{letter}"\nright = {right}\ntext = "t"\nwhy = "w"\n'


HEAD = '[[questions]]\nid = "q1"\nkind = "single"\ntext = " t "\nsource = "s"\n'
GOOD = HEAD + option_text("A", "true") + option_text("B", "false")


def load(folder: Path, text: str, **settings: object) -> Quiz:
    path = folder / "quiz.toml"
    path.write_text(text, encoding="utf-8")
    return Quiz.load(path, settings)


def test_a_quiz_is_loaded_with_its_key_and_the_settings(tmp_path: Path) -> None:
    found = load(tmp_path, GOOD, policy="all-or-nothing", points=2, name="mine")
    options = (Option("A", "t", True, "w"), Option("B", "t", False, "w"))
    expected = (Question("q1", "single", "t", "s", options),)
    assert found == Quiz(expected, "all-or-nothing", 2.0, "mine", "visible")
    assert found.questions[0].key == {"A"}


def test_settings_have_defaults(tmp_path: Path) -> None:
    found = load(tmp_path, GOOD)
    assert (found.policy, found.points, found.name) == ("per-option", 1.0, "quiz_answers")


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("", "none"),
        ("questions = []", "none"),
        ("questions = 3", "none"),
        ("questions = [3]", "question 1: id is a string"),
        ("not toml", "line 1"),
        pytest.param("x = " + "[" * 5000, "recursion", id="deep"),
        (GOOD.replace('id = "q1"', "id = 1"), "id is a string, not 1"),
        (GOOD.replace('kind = "single"\n', ""), "kind is a string, not None"),
        (GOOD.replace("single", "double"), "kind is single or multiple, not double"),
        (GOOD.replace('"single"', '"""a\nb"""'), "kind is single or multiple, not a b"),
        (HEAD, "q1 needs [[questions.options]]"),
        (HEAD.replace('"q1"', '"""q\n1"""'), "q 1 needs [[questions.options]]"),
        (HEAD + "options = []", "q1 needs a right option"),
        (HEAD + "options = [1]", "letter is a string"),
        (HEAD + option_text("A", "false"), "q1 needs a right option"),
        (GOOD + option_text("A", "false"), "letters of their own"),
        (GOOD + option_text("C", "true"), "single but has 2 right options"),
        (GOOD + option_text("a", "false"), "A to Z, not 'a'"),
        (GOOD + option_text("AB", "false"), "A to Z, not 'AB'"),
        (GOOD + option_text("C", '"yes"'), "right is true or false, not 'yes'"),
        (GOOD + option_text("C\\nD", "1"), "right is true or false, not 1"),
        (GOOD + GOOD, "same number: q1, q1"),
        (GOOD + GOOD.replace('"q1"', '"Question 01"'), "same number: q1, Question 01"),
    ],
)
def test_a_bad_file_is_an_error_of_one_line_that_names_it(
    text: str, complaint: str, tmp_path: Path
) -> None:
    with pytest.raises(AssignmentError) as caught:
        load(tmp_path, text)
    message = str(caught.value)
    assert message.startswith(str(tmp_path / "quiz.toml"))
    assert complaint in message
    assert len(message.splitlines()) == 1


def test_a_file_that_is_no_text_is_an_error_of_one_line(tmp_path: Path) -> None:
    (tmp_path / "quiz.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(AssignmentError, match=r"^[^\n]*quiz\.toml[^\n]*$"):
        Quiz.load(tmp_path / "quiz.toml", {})


def test_a_file_that_is_not_there_is_named_once(tmp_path: Path) -> None:
    path = tmp_path / "quiz.toml"
    with pytest.raises(AssignmentError) as caught:
        Quiz.load(path, {})
    assert str(caught.value) == f"{path} can't be read: No such file or directory"


@pytest.mark.parametrize("policy", ["per_option", "", None, 1, ["per-option"]])
def test_an_unknown_policy_is_refused(policy: object, tmp_path: Path) -> None:
    with pytest.raises(AssignmentError, match=r"policy.*per-option, all-or-nothing"):
        load(tmp_path, GOOD, policy=policy)


@pytest.mark.parametrize("points", [-1, True, "1", None, float("nan"), float("inf"), 10**400])
def test_points_that_are_no_number_from_zero_up_are_refused(points: object, tmp_path: Path) -> None:
    with pytest.raises(AssignmentError, match="quiz points"):
        load(tmp_path, GOOD, points=points)


@pytest.mark.parametrize("name", [1, None, "", "two words", "a.b"])
def test_a_name_that_is_no_variable_is_refused(name: object, tmp_path: Path) -> None:
    with pytest.raises(AssignmentError, match="name"):
        load(tmp_path, GOOD, name=name)
