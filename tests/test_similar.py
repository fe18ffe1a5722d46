"""Similar submissions: copies are found however they are disguised, right answers are not."""

from __future__ import annotations

import ast
import random
import time

import pytest

from autograder import mistake, submission
from autograder.assignment import Assignment
from autograder.errors import SubmissionError
from autograder.excerpt import excerpt
from autograder.pages import normal, similar
from autograder.result import Grade, PartResult
from tests.conftest import COURSE


def grade(name: str, sources: dict[str, str]) -> Grade:
    parts = tuple(PartResult(part, (), source=source) for part, source in sources.items())
    return Grade("custom_losses", name, "", 100, parts)


def of_text(name: str, text: str, assignment: Assignment) -> Grade:
    cells = submission.from_text(name, f"{name}.py", text).cells
    return grade(name, {part.name: excerpt(cells, part.name) for part in assignment.parts})


@pytest.fixture(scope="module")
def sample_class(custom_losses: Assignment) -> list[Grade]:
    found = []
    for path in sorted((COURSE / "tests" / "sample_class").iterdir()):
        try:
            read = submission.read(path, path.stem, "custom_losses", custom_losses.given)
        except SubmissionError:
            continue
        sources = {part.name: excerpt(read.cells, part.name) for part in custom_losses.parts}
        found.append(grade(path.stem, sources))
    return found


class _Renaming(ast.NodeTransformer):
    def __init__(self, names: dict[str, str]) -> None:
        self._names = names

    def visit_Name(self, node: ast.Name) -> ast.Name:
        return ast.Name(self._names.get(node.id, node.id), node.ctx)

    def visit_arg(self, node: ast.arg) -> ast.arg:
        return ast.arg(self._names.get(node.arg, node.arg))


def disguised(source: str) -> str:
    """The same code with other variables, another layout and no comments."""
    tree = ast.parse(source)
    nodes = list(ast.walk(tree))
    stored = {n.id for n in nodes if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
    taken = {n.arg for n in nodes if isinstance(n, ast.arg)} - {"self"}
    names = {name: f"renamed_{k}" for k, name in enumerate(sorted(stored | taken))}
    return ast.unparse(_Renaming(names).visit(tree))


def copied(original: Grade, name: str, parts: int = 6) -> Grade:
    texts = [(part.name, disguised(part.source)) for part in original.parts if part.source]
    return grade(name, dict(texts[:parts]))


def pairs(found: list[similar.Alike]) -> list[set[str]]:
    return [set(group.members) for group in found]


def test_nobody_of_the_sample_class_is_similar(
    sample_class: list[Grade], custom_losses: Assignment
) -> None:
    assert len(sample_class) == 14
    assert similar.found(sample_class, custom_losses) == []


def test_right_variants_are_not_similar_en_masse(custom_losses: Assignment) -> None:
    variants = [
        of_text(each.id, each.text, custom_losses) for each in mistake.variants(custom_losses)
    ]
    assert len(variants) > 70
    assert similar.found(variants, custom_losses) == []


def test_planted_mistakes_are_not_similar_either(custom_losses: Assignment) -> None:
    planted = [
        of_text(each.id, each.text, custom_losses) for each in mistake.mistakes(custom_losses)
    ]
    assert similar.found(planted, custom_losses) == []


@pytest.mark.parametrize("name", ["fatima al-zahra", "matteo.rossi", "o'connor_sean", "chen wei"])
def test_a_copy_with_other_names_and_no_comments_is_found(
    name: str, sample_class: list[Grade], custom_losses: Assignment
) -> None:
    (original,) = [each for each in sample_class if each.submission == name]
    (found,) = similar.found([*sample_class, copied(original, "copy")], custom_losses)
    assert set(found.members) == {name, "copy"}
    assert found.least > 0.9
    assert found.lines
    assert all(line.others == 0 for line in found.lines[:2])


def test_copies_of_a_copy_are_one_group(
    sample_class: list[Grade], custom_losses: Assignment
) -> None:
    (original,) = [each for each in sample_class if each.submission == "matteo.rossi"]
    copies = [copied(original, f"copy {k}") for k in range(3)]
    found = similar.found([*sample_class, *copies], custom_losses)
    assert pairs(found) == [{"matteo.rossi", "copy 0", "copy 1", "copy 2"}]


def test_one_part_in_common_does_not_make_two_similar(
    sample_class: list[Grade], custom_losses: Assignment
) -> None:
    one, other = (
        next(each for each in sample_class if each.submission == name)
        for name in ("matteo.rossi", "fatima al-zahra")
    )
    first = copied(one, "mixed", 1).parts
    mixed = Grade("custom_losses", "mixed", "", 100, (*first, *copied(other, "", 6).parts[1:]))
    found = similar.found([*sample_class, mixed], custom_losses)
    assert pairs(found) == [{"fatima al-zahra", "mixed"}]
    assert "my_huber_loss" not in found[0].parts


def test_what_half_of_the_class_has_makes_nobody_similar(
    sample_class: list[Grade], custom_losses: Assignment
) -> None:
    """A solution that was shown in the lecture, say."""
    (original,) = [each for each in sample_class if each.submission == "matteo.rossi"]
    copies = [copied(original, f"copy {k}") for k in range(14)]
    assert similar.found([*sample_class, *copies], custom_losses) == []


def test_identical_comments_tell_and_handed_out_ones_do_not(custom_losses: Assignment) -> None:
    handed_out = custom_losses.stub.read_text(encoding="utf-8")
    stubs = [of_text(f"s{k}", handed_out, custom_losses) for k in range(20)]
    assert similar.found(stubs, custom_losses) == []
    odd = "".join(f"    # the {word} goes up the hill of numbers\n" for word in "abcdefghijklmnop")
    bodies = [
        f"def {{}}(y_true, y_pred):\n{odd if k < 2 else ''}    return y_true" for k in range(20)
    ]
    names = [part.name for part in custom_losses.parts if part.name != "quiz"]
    class_ = [
        grade(f"s{k}", {name: body.format(name) for name in names}) for k, body in enumerate(bodies)
    ]
    assert pairs(similar.found(class_, custom_losses)) == [{"s0", "s1"}]


@pytest.mark.parametrize(
    "source",
    [
        "",
        "def broken(:",
        "x = '" + "(" * 5000,
        "\x00",
        "def f():\n\treturn 1\n        return 2",
        "\\",
        "é" * 9,
    ],
)
def test_what_can_not_be_read_is_similar_to_nothing(source: str, custom_losses: Assignment) -> None:
    class_ = [grade(name, {"my_huber_loss": source}) for name in "ab"]
    assert similar.found(class_, custom_losses) == []


def test_names_and_layout_make_no_difference_to_a_statement() -> None:
    one = normal.statements(
        "def f(y_true, y_pred):\n    error = tf.abs(y_true - y_pred)  # the error itself\n"
    )
    other = normal.statements("def g(a, b):\n  e=tf.abs(\n    a-b)\n")
    assert [each.tokens for each in one if not each.is_comment] == [each.tokens for each in other]
    assert [each.text for each in one if each.is_comment] == ["# the error itself"]


def test_the_order_of_operands_makes_a_difference() -> None:
    one, other = (
        normal.statements(f"def f(y_true, y_pred):\n    return {term}")[1].tokens
        for term in ("y_true - y_pred", "y_pred - y_true")
    )
    assert one != other


def test_what_was_cut_short_counts_as_far_as_it_goes() -> None:
    text = "def f(a):\n    return a\n\n\ndef g(a):\n    return (a +\n# … cut short"
    assert [each.text for each in normal.statements(text)] == ["def f(a):", "return a"]


def test_eight_hundred_submissions_are_compared_in_reasonable_time(
    custom_losses: Assignment,
) -> None:
    """Each of parts drawn from right and wrong programs, with five copies among them."""
    planted = [each.text for each in mistake.mistakes(custom_losses)]
    right = [each.text for each in mistake.variants(custom_losses)]
    every = [of_text("", text, custom_losses) for text in (*planted, *right)]
    names = [part.name for part in custom_losses.parts if part.name != "quiz"]
    pool = {
        name: [
            part.source
            for each in every
            for part in each.parts
            if part.name == name and part.source
        ]
        for name in names
    }
    rng = random.Random(1)
    class_ = [
        grade(f"s{k:04}", {name: rng.choice(pool[name]) for name in names}) for k in range(795)
    ]
    class_ += [copied(original, f"copy {k}") for k, original in enumerate(class_[:5])]
    start = time.process_time()
    found = similar.found(class_, custom_losses)
    assert time.process_time() - start < 60
    together = [set(group.members) for group in found]
    for k in range(5):
        assert any({f"copy {k}", f"s{k:04}"} <= members for members in together)
    # who draws the same three odd programs is similar, and hardly anybody does
    assert sum(map(len, together)) < 100


@pytest.mark.parametrize("count", [0, 1])
def test_nobody_is_similar_alone(
    count: int, sample_class: list[Grade], custom_losses: Assignment
) -> None:
    assert similar.found(sample_class[:count], custom_losses) == []
