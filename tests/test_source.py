"""Source text: literals, definitions, stubs and shapes are read without running anything."""

from __future__ import annotations

import ast
import textwrap
from time import perf_counter

import pytest

from autograder import source
from autograder.source import Cell, split_script

LONG = 200_000


def cells(*texts: str) -> list[Cell]:
    return [Cell(f"cell {k}", textwrap.dedent(text)) for k, text in enumerate(texts, 1)]


def only(text: str) -> ast.stmt:
    """The one top-level statement in ``text``."""
    (statement,) = ast.parse(textwrap.dedent(text)).body
    return statement


# --- literal -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("answers = {'q1': 'a', 'q2': ['a', 'b'], 'q3': {'c'}}", {"q1": "a", "q2": ["a", "b"]}),
        ("answers = {1: 'a', 2: ('b', 'c')}", {1: "a", 2: ("b", "c")}),
        ("answers: dict[str, str] = {'q1': 'a'}", {"q1": "a"}),
        ("answers = {\n  'q1': 'a',  # a comment\n}", {"q1": "a"}),
        ("answers = {'q1': -1.5, 'q2': None, 'q3': set()}", {"q1": -1.5, "q2": None}),
        ("answers = 'abc'", "abc"),
    ],
)
def test_a_literal_is_read_without_running_it(text: str, value: object) -> None:
    found = source.literal(cells(text), "answers")
    if isinstance(found, dict) and isinstance(value, dict):
        found = {key: found[key] for key in value}
    assert found == value


def test_a_set_in_a_literal_stays_a_set() -> None:
    assert source.literal(cells("answers = {'q': {'a', 'b'}}"), "answers") == {"q": {"a", "b"}}


def test_a_literal_that_is_bound_again_has_its_last_value() -> None:
    found = source.literal(cells("answers = {'q': 'a'}", "answers = {'q': 'b'}"), "answers")
    assert found == {"q": "b"}


@pytest.mark.parametrize(
    "change",
    [
        "answers['q'] = 'b'",
        "answers.update(q='b')",
        "other = answers",
        "other = answers = {'q': 'b'}",
        "answers, other = {}, {}",
        "del answers",
        "del answers['q']",
        "answers |= {'q': 'b'}",
        "def change():\n    answers['q'] = 'b'",
        "def change():\n    global answers\n    answers = {}",
        "import answers",
        "from module import anything as answers",
        "for answers in []: pass",
        "if True:\n    answers = {}",
        "with open('x') as answers: pass",
        "try: pass\nexcept Exception as answers: pass",
        "(answers := {})",
        "[answers for _ in '']",
        "globals()['answers'] = {}",
        "globals().update(answers={})",
        "match 1:\n    case answers: pass",
        "print(answers)",
    ],
)
@pytest.mark.parametrize("first", [True, False])
def test_a_literal_that_anything_else_mentions_is_not_taken(change: str, first: bool) -> None:
    texts = ["answers = {'q': 'a'}", change]
    assert source.literal(cells(*(texts if first else reversed(texts))), "answers") is None


@pytest.mark.parametrize(
    "text",
    [
        "answers = dict(q='a')",
        "answers = {'q': choice}",
        "answers = {'q': f'{1}'}",
        "answers = {'q': 'a' * 3}",
        "answers = {**{}}",
        "answers = {[]: 'a'}",
        "answers = {{'a': 1}}",
        "answers = lambda: {}",
        "answers: dict",
        "answer = {}",
        "",
    ],
)
def test_what_is_not_a_literal_is_not_taken(text: str) -> None:
    assert source.literal(cells(text), "answers") is None


@pytest.mark.parametrize("text", ["def answers(): ...", "class answers: ..."])
def test_a_literal_that_a_definition_replaces_is_not_taken(text: str) -> None:
    assert source.literal(cells("answers = {'q': 'a'}", text), "answers") is None


def test_a_mention_in_a_cell_that_does_not_parse_changes_nothing() -> None:
    assert source.literal(cells("answers = {'q': 'a'}", "answers['q'] = ("), "answers") == {
        "q": "a"
    }


def test_a_longer_name_is_another_name() -> None:
    texts = ("answers = {'q': 'a'}", "my_answers = {}\nmy_answers['q'] = 'x'\nx.answers2 = 1")
    assert source.literal(cells(*texts), "answers") == {"q": "a"}


# --- definition --------------------------------------------------------------------------------


def line_of(texts: list[str], name: str = "f") -> str | None:
    """The definition that is found, in Python's own words."""
    found = source.definition(cells(*texts), name)
    return None if found is None else ast.unparse(found)


@pytest.mark.parametrize(
    "text",
    [
        "def f(x):\n    return x",
        "async def f(x):\n    return x",
        "class f:\n    pass",
        "f = lambda x: x",
        "f: object = lambda x: x",
        "g = f = lambda x: x",
        "@tf.function\n@other(1)\ndef f(x):\n    return x",
    ],
)
def test_every_form_of_definition_is_found(text: str) -> None:
    assert line_of(["import f0", text, "f.x = 1", "f(1)"]) == text


def test_the_last_definition_wins() -> None:
    assert line_of(["f = 1", "def f(): ...\nf = 2", "g = 4"]) == "f = 2"
    assert line_of(["f = 1\nf = 2\nf = 3"]) == "f = 3"


@pytest.mark.parametrize(
    "text",
    [
        "def g():\n    def f(): ...",
        "class G:\n    def f(self): ...",
        "class G:\n    f = 1",
        "if True:\n    f = 1",
        "g.f = 1",
        "f[0] = 1",
        "f += 1",
        "f()",
        "import f",
        "'f = 1'",
        "f = (",
    ],
)
def test_what_is_not_a_definition_at_top_level_is_not_found(text: str) -> None:
    assert line_of([text]) is None


# --- is_hollow ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "def f(x): pass",
        "def f(x): ...",
        "def f(x):\n    'Says what to do.'",
        "def f(x):\n    'Says what to do.'\n    # TODO\n    raise NotImplementedError",
        "def f(x): raise NotImplementedError('do it')",
        "async def f(x): ...",
        "class F: pass",
        "class F(Loss):\n    'Doc.'\n    def __init__(self): pass\n    def call(self, a, b): ...",
    ],
)
def test_a_definition_without_code_is_hollow(text: str) -> None:
    assert source.is_hollow(only(text))


@pytest.mark.parametrize(
    "text",
    [
        "def f(x): return x",
        "def f(x): return None",
        "def f(x):\n    y = 1\n    raise NotImplementedError",
        "def f(x): raise ValueError('no')",
        "class F(Loss):\n    def __init__(self): pass\n    def call(self, a, b): return a - b",
        "class F:\n    x = 1",
        "f = lambda x: x",
        "f = None",
    ],
)
def test_a_definition_with_code_is_not_hollow(text: str) -> None:
    assert not source.is_hollow(only(text))


# --- shape -------------------------------------------------------------------------------------

SHAPED = "def f(x, y=1):\n    return x + (y * 2)"


@pytest.mark.parametrize(
    "same",
    [
        "def f(x, y=1):\n    'Docstring.'\n    return x + (y * 2)",
        "def f(x, y=1):  # comment\n\n    # another\n    return x+y*2",
        "def f(x,\n      y=1,\n      ):\n  return (x\n    + y * 2)",
        "def f(x, y=0x1): return x + (y * 2)",
    ],
)
def test_the_same_code_has_the_same_shape(same: str) -> None:
    assert source.shape(only(same)) == source.shape(only(SHAPED))


def test_docstrings_of_methods_do_not_change_the_shape() -> None:
    plain = "class F:\n    def a(self):\n        return 1\n    def b(self):\n        return 2"
    told = plain.replace("(self):\n", "(self):\n        '''Long.\n        And longer.'''\n")
    assert told != plain
    assert source.shape(only(told)) == source.shape(only(plain))


@pytest.mark.parametrize(
    "other",
    [
        "def f(x, y=2):\n    return x + (y * 2)",
        "def f(x, y=1):\n    return (x + y) * 2",
        "def f(x, y=1):\n    return y + (x * 2)",
        "def f(x, y=1.0):\n    return x + (y * 2)",
        "def f(x, y=True):\n    return x + (y * 2)",
        "def f(x, y='1'):\n    return x + (y * 2)",
        "def g(x, y=1):\n    return x + (y * 2)",
        "def f(x, *, y=1):\n    return x + (y * 2)",
        "@g\ndef f(x, y=1):\n    return x + (y * 2)",
        "async def f(x, y=1):\n    return x + (y * 2)",
        "def f(x, y=1):\n    x + (y * 2)",
        "def f(x, y=1):\n    return x + (y * 2)\n    'no docstring'",
    ],
)
def test_other_code_has_another_shape(other: str) -> None:
    assert source.shape(only(other)) != source.shape(only(SHAPED))


def test_a_number_too_long_to_write_in_decimal_has_a_shape() -> None:
    assert source.shape(only(f"x = 0x{'f' * 10_000}")) != source.shape(only("x = 0xf"))


# --- scripts in pieces -------------------------------------------------------------------------


def running(text: str) -> dict[str, object]:
    """What running the sound pieces of a script leaves behind."""
    space: dict[str, object] = {}  # the text is this file's own, not a student's
    for cell in split_script(text):
        if cell.tree is not None:
            exec(compile(cell.tree, cell.name, "exec"), space)  # noqa: S102
    del space["__builtins__"]
    return space


def test_a_script_that_parses_stays_whole() -> None:
    text = "# %%\nx = 1\n# %%\ny = 2\n"
    assert split_script(text) == [Cell("script", text)]


@pytest.mark.parametrize(
    "mark", ["# %%", "#%%", "# %% [code]", "# In[3]:", "# In [3]:", "# In[ ]:"]
)
def test_marked_cells_are_the_pieces_of_a_script(mark: str) -> None:
    text = f"{mark}\na = 1\nb = (\nc = 1\n{mark}\nd = 1\n\ndef e(): return d\n"
    first, second = split_script(text)
    assert (first.name, first.tree) == ("line 1", None)
    assert second.name == "line 5"
    assert set(running(text)) == {"d", "e"}


def test_a_magic_that_colab_commented_out_does_not_mark_a_cell() -> None:
    text = "# %%time\n# x = 1\n\ndef bad(:\n    pass\n\ndef good():\n    return 1\n"
    assert "good" in running(text)


def test_a_decorator_left_over_does_not_reach_the_next_marked_cell() -> None:
    text = "# %%\nx = (\n# %%\n@left_over\n# %%\ndef good():\n    return 1\n"
    assert "good" in running(text)


def test_a_broken_function_costs_only_itself() -> None:
    text = """
import math

def first(x):
    return math.sqrt(x)

def broken(x):
    return (x

ROOT = first(16)

class Last:
    value = ROOT
"""
    space = running(text)
    assert {"math", "first", "ROOT", "Last"} <= set(space)
    assert "broken" not in space
    assert space["ROOT"] == 4


@pytest.mark.parametrize(
    "decorator", ["@keep", "@keep\n# why\n@keep", "@keep_with(\n    1,\n)", "@keep\n\n"]
)
def test_a_decorated_definition_stays_with_its_decorators(decorator: str) -> None:
    text = f"""
kept = []
def keep(f):
    kept.append(f.__name__)
    return f
def keep_with(number):
    return keep
broken = (
{decorator}
def f():
    return 1
"""
    space = running(text)
    assert "f" in space
    assert set(space["kept"] if isinstance(space["kept"], list) else []) == {"f"}


def test_an_else_stays_with_its_if() -> None:
    text = "broken = (\nif 1 > 2:\n    x = 1\nelse:\n    x = 2\ntry:\n    1 / 0\nexcept Exception:\n    y = 3\n"
    assert running(text) == {"x": 2, "y": 3}


def test_an_old_version_in_triple_quotes_is_not_revived() -> None:
    text = '''
def f():
    return "new"

"""
def f():
    return "old"
"""

x = 1
def broken(:
    pass
'''
    found = source.definition(split_script(text), "f")
    assert found is not None
    assert ast.unparse(found) == "def f():\n    return 'new'"
    assert running(text)["x"] == 1


def test_an_old_version_in_the_piece_that_is_broken_is_not_revived() -> None:
    text = "def f():\n    return 'new'\n\ndef broken(:\n    pass\n'''\ndef f(): return 'old'\n'''\n"
    found = source.definition(split_script(text), "f")
    assert found is not None
    assert "new" in ast.unparse(found)


def test_a_missing_triple_quote_costs_only_its_function() -> None:
    text = "".join(
        f'def f{k}():\n    """Says what.{"" if k == 1 else quotes}\n    return {k}\n\n'
        for k, quotes in enumerate(['"""'] * 5)
    )
    assert set(running(text)) == {"f0", "f2", "f3", "f4"}


def test_a_script_that_starts_with_a_cell_magic_loses_only_that_line() -> None:
    text = "%%writefile losses.py\nx = 1\n\ndef broken(:\n    pass\n\ndef f():\n    return x\n"
    assert set(running(text)) == {"x", "f"}


def test_a_script_of_too_many_pieces_is_left_whole() -> None:
    garbage = "def f(:\n" * 3 * source.MAX_PIECES
    assert [cell.name for cell in split_script(garbage)] == ["script"]


# --- pathological ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("(" * LONG, id="open"),
        pytest.param("x = " + "(" * LONG + ")" * LONG, id="nested"),
        pytest.param("x = " + "[" * LONG + "]" * LONG, id="lists"),
        pytest.param("x = 1" + " + 1" * LONG, id="sum"),
        pytest.param("x = a" + ".a" * LONG, id="attributes"),
        pytest.param("x = f" + "()" * LONG, id="calls"),
        pytest.param("x = " + "-" * LONG + "1", id="minus"),
        pytest.param("x = " + "not " * LONG + "1", id="not"),
        pytest.param("x = " * LONG + "1", id="targets"),
        pytest.param("x = 1" + " < 1" * LONG, id="comparisons"),
        pytest.param("x = " + "lambda: " * LONG + "1", id="lambdas"),
        pytest.param("if 1: pass\n" + "elif 1: pass\n" * (LONG // 10), id="elifs"),
        pytest.param("\n".join(" " * k + "if 1:" for k in range(1000)), id="indentation"),
        pytest.param("x = 1\0\n" * 1000, id="null bytes"),
        pytest.param("x = '\ud800'", id="lone surrogate"),
        pytest.param("%!?" * LONG, id="commands"),
        pytest.param('"""\n' * LONG + "x", id="quotes"),
        pytest.param("@\n" * LONG, id="decorators"),
        pytest.param("x = " + "9" * LONG, id="digits"),
        pytest.param("\\\n" * LONG, id="continuations"),
    ],
)
def test_pathological_source_is_survived_in_seconds(text: str) -> None:
    start = perf_counter()
    found = split_script(text)
    source.literal(found, "x")
    statement = source.definition(found, "x")
    if statement is not None:
        source.is_hollow(statement)
        source.shape(statement)
    assert perf_counter() - start < 10  # two on an idle machine
