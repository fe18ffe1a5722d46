"""A second assignment: scaffolded by ``autograder new``, then worked off from to-do to to-do."""

from __future__ import annotations

from pathlib import Path

SLUG = "skewed"
SOLUTION = """\
    error = y_true - y_pred
    return tf.where(error > 0, 2.0 * tf.abs(error), -error)
"""
RIGHT = """\
import tensorflow as tf


def my_loss(y_true, y_pred):
    return tf.where(y_pred < y_true, 2.0 * (y_true - y_pred), y_pred - y_true)
"""
WRONG = """\
import tensorflow as tf


def my_loss(y_true, y_pred):
    error = y_true - y_pred
    return tf.where(error > 0, 2.0 * error, error)
"""
MISTAKE = f"""\
# part: my_loss
# id: my_loss_signed
# title: negative errors keep their sign
# hint: Some of your losses are below zero. What should an error cost that points the other way?
# fails: values gradient graph
# passes: defined
{WRONG}"""
VARIANT = f"# title: the labels are compared, not the error with zero\n# parts: my_loss\n{RIGHT}"


def work_off(course: Path) -> None:
    """What an author does after ``autograder new``, file by file."""
    public, private = course / "assignments" / SLUG, course / "solutions" / SLUG
    _replace(public / "README.md", "<!-- TODO(author): what", "<!-- What")
    _replace(public / "README.md", "<!-- TODO(author): the formula, and", "2e or -e. <!-- Add")
    toml = "# TODO(author): name your parts as students define them, and set the points\n"
    _replace(public / "assignment.toml", toml, "")
    stated = "What the loss is, element by element."
    _replace(private / "master.py", stated, "2e for an error e above 0, -e elsewhere.")
    todo = """\
    # TODO(author): the solution of my_loss, between BEGIN SOLUTION and END SOLUTION
    # TODO(author): say above what my_loss is, with its formula and an example
    # TODO(author): add the example to the public checks below, which students run
    raise NotImplementedError
"""
    _replace(private / "master.py", todo, SOLUTION)
    todo = "    # TODO(author): a case for each branch and each edge of your formula\n"
    _replace(private / "graders" / "test_parts.py", todo, "")
    todo = "# TODO(author): q1 is a sample: ask what you want to know, and add questions\n"
    _replace(private / "quiz.toml", todo, "")
    for folder, name, text in [("mistakes", "signed", MISTAKE), ("variants", "lines", VARIANT)]:
        (private / folder / "my_loss_sample.py").unlink()
        (private / folder / f"my_loss_{name}.py").write_text(text, encoding="utf-8")


def _replace(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{path}: {old}"
    path.write_text(text.replace(old, new), encoding="utf-8")
