"""What a part is defined as, for people to read: the right lines, harmless and short."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from time import perf_counter

import pytest

from autograder.excerpt import MAX_PIECES, MAX_TEXT, excerpt
from autograder.result import Grade
from autograder.source import Cell, split_script
from tests.conftest import checks


def excerpt_of(text: str, name: str = "loss") -> str:
    return excerpt(split_script(text), name)


def test_the_last_definition_counts_as_it_does_when_cells_run() -> None:
    cells = [Cell("cell 1", "def loss(): return 1\nx = 2"), Cell("cell 2", "def loss(): return 3")]
    assert excerpt(cells, "loss") == "def loss(): return 3"


def test_a_definition_comes_with_decorators_comments_and_docstring() -> None:
    definition = '@cached\ndef loss(a):\n    """Doc."""\n    return a  # why not'
    assert excerpt_of(f"x = 1\n{definition}\ny = 2\n") == definition


def test_a_cell_that_does_not_parse_does_not_hide_the_others() -> None:
    cells = [Cell("cell 1", "def loss(): return 1"), Cell("cell 2", "def loss(: return 3")]
    assert excerpt(cells, "loss") == "def loss(): return 1"


@pytest.mark.parametrize("text", ["", "loss\n", "def other(): pass\n", "def loss(:\n"])
def test_what_is_not_defined_has_no_text(text: str) -> None:
    assert excerpt_of(text) == ""


def test_another_name_is_followed_to_what_it_is_made_of() -> None:
    text = """\
import functools
limit = 1.0
unused = 2.0
def huber(e, t): return t * half(e)
def half(e):
    return e / 2
loss = functools.partial(huber, t=limit)
"""
    assert excerpt_of(text).split("\n\n\n") == [
        "loss = functools.partial(huber, t=limit)",
        "limit = 1.0",
        "def huber(e, t): return t * half(e)",
        "def half(e):\n    return e / 2",
    ]


def test_a_name_of_its_own_is_none_of_the_global_ones() -> None:
    text = "y = 1\nt = 2\ndef loss(y):\n    t = y\n    return t\n"
    assert excerpt_of(text) == "def loss(y):\n    t = y\n    return t"


def test_names_that_are_made_of_each_other_are_told_once() -> None:
    assert excerpt_of("def loss(): return other()\ndef other(): return loss()\n") == (
        "def loss(): return other()\n\n\ndef other(): return loss()"
    )


def test_a_definition_in_a_condition_is_found_and_one_at_the_margin_comes_first() -> None:
    inside = "if True:\n    def loss(): return 1\n"
    assert excerpt_of(inside) == "    def loss(): return 1"
    assert excerpt_of(f"loss = 2\n{inside}") == "loss = 2"


@pytest.mark.parametrize("mark", ["\x1b[2J", "\u202e", "\u2028", "\x0b", "\ufeff"])
def test_nothing_steers_a_terminal_or_turns_a_line_round(mark: str) -> None:
    found = excerpt([Cell("cell 1", f"def loss():\n\treturn '{mark}'  # naïve 王")], "loss")
    assert found == f"def loss():\n\treturn '{'?' + mark[1:]}'  # naïve 王"


def test_a_long_definition_is_cut_and_says_so() -> None:
    found = excerpt_of("def loss():\n" + "    x = 1\n" * 5000)
    assert len(found) == MAX_TEXT
    assert found.endswith("\n# … cut short")


def test_a_web_of_names_costs_next_to_nothing() -> None:
    text = "loss = x0\n" + "".join(f"x{k} = x{k + 1}, x{k + 2}\n" for k in range(5000))
    start = perf_counter()
    assert excerpt_of(text).count("\n\n\n") == MAX_PIECES - 1
    assert perf_counter() - start < 2


HAND_IN = """\
# %% indented, as a cell may be
    def _half(e): return 0.5 * e ** 2

    def my_huber_loss(y_true, y_pred):
        return _half(y_true - y_pred)

# %%
quiz_answers = {
"q1": "b, a",  # both
"Q2": ["ZZ", "\\u202e", 7],
3: {"A": "B"},
"q4": "",
"q5": "xyz" * 5000,
}
"""


def test_a_grade_tells_the_text_as_it_ran_and_the_letters_that_were_chosen(
    grade_text: Callable[[str], Grade], tmp_path: Path
) -> None:
    grade = grade_text(HAND_IN)
    parts = {part.name: part for part in grade.parts}
    assert parts["my_huber_loss"].source == (
        "def my_huber_loss(y_true, y_pred):\n"
        "    return _half(y_true - y_pred)\n\n\n"
        "def _half(e): return 0.5 * e ** 2"
    )
    assert parts["MyHuberLoss"].source == ""
    assert parts["quiz"].source == HAND_IN[HAND_IN.index("quiz_answers") :].rstrip()
    answers = {name: check.answer for name, check in checks(grade, "quiz").items()}
    assert [answers[f"q{k}"] for k in range(1, 7)] == ["AB", "7Z", "(dict)", None, "XYZ", None]
    assert all(check.answer is None for check in parts["my_huber_loss"].checks)
