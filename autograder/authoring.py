"""What students are given, made from the private folder's one master through Otter Assign."""

from __future__ import annotations

import json
import tempfile
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder import master
from autograder.assignment import Assignment
from autograder.errors import AssignmentError, UsageError
from autograder.files import write_atomically
from autograder.quiz import Question, Quiz
from autograder.shuffle import VERSION
from autograder.template import render

OTTER_PLUGIN = "autograder.otter.IsolatedGrading"
"""What the grader archive has Otter load."""
OTTER_ENGINE = "requirements.engine.zip"
"""The engine in the grader archive. ``otter grade`` builds its image from an archive's
requirements.* and files/ and knows no other place."""


def public_files(assignment: Assignment) -> Mapping[Path, str]:
    """The generated files of the public folder, with what they must hold.

    Raises UsageError without Otter, AssignmentError for a master that can't be made into them.
    """
    text = assignment.master.read_text(encoding="utf-8")
    made = otter_assign(assignment)
    files = {
        assignment.stub: master.stub(text, assignment.quiz),
        assignment.stub.with_suffix(".ipynb"): made.notebook,
        assignment.public / f"{assignment.slug}_colab.ipynb": made.colab_notebook,
        assignment.public / "test_public.py": public_tests(assignment, text),
    }
    if assignment.quiz is not None:
        quiz = assignment.quiz
        files[assignment.public / "quiz.md"] = quiz_page(quiz, quiz.version())
    return files


def write_public_files(assignment: Assignment) -> list[Path]:
    """Write the generated files that differ from what they must hold; returns which."""
    stale = stale_files(assignment)
    for path, text in stale.items():
        write_atomically(path, text)
    return list(stale)


def stale_files(assignment: Assignment) -> Mapping[Path, str]:
    """The generated files that are missing or old, with what they must hold."""
    return {
        path: text
        for path, text in public_files(assignment).items()
        if not path.exists() or path.read_text(encoding="utf-8") != text
    }


def public_tests(assignment: Assignment, text: str) -> str:
    """``test_public.py``: the master's public checks for pytest and for Python alone."""
    checks = master.public_checks(text)
    return render(
        "test_public.py.jinja",
        slug=assignment.slug,
        forms=[f"{assignment.slug}{ending}" for ending in (".py", ".ipynb", "_colab.ipynb")],
        subjects=list(dict.fromkeys(subject for check in checks for subject in check.subjects)),
        checks=checks,
    )


# --- through Otter Assign ------------------------------------------------------------------------


@dataclass(frozen=True)
class Assigned:
    """What Otter Assign makes: two notebooks for students, and for staff the files of its grader
    archive, by name."""

    notebook: str
    colab_notebook: str
    archive: Mapping[str, bytes]


def otter_assign(assignment: Assignment) -> Assigned:
    """Otter Assign's output: public checks in the notebook's metadata, on Colab in a cell.

    Raises UsageError without Otter, AssignmentError for markup that Otter refuses.
    """
    with tempfile.TemporaryDirectory(prefix="autograder-release-") as folder:
        jupyter, colab = Path(folder, "jupyter"), Path(folder, "colab")
        _assign(assignment, f"{assignment.slug}.ipynb", jupyter, _graded_by_us(assignment))
        _assign(
            assignment,
            f"{assignment.slug}_colab.ipynb",
            colab,
            # export() does not work there
            {"runs_on": "colab", "tests": {"files": True}, "export_cell": False},
        )
        return Assigned(
            _notebook(jupyter / "student" / f"{assignment.slug}.ipynb", []),
            _notebook(
                colab / "student" / f"{assignment.slug}_colab.ipynb",
                [_checks_cell(colab / "student" / "tests")],
            ),
            _archive(jupyter / "autograder"),
        )


def _graded_by_us(assignment: Assignment) -> dict[str, Any]:
    """Otter Assign's configuration for an archive that has Otter's image install the engine."""
    plugin = {OTTER_PLUGIN: {"assignment": assignment.slug}}
    return {
        "generate": {"plugins": [plugin], "show_hidden": True},
        "requirements": [f"/autograder/source/{OTTER_ENGINE}"],
    }


def _assign(assignment: Assignment, name: str, folder: Path, config: Mapping[str, Any]) -> None:
    try:
        import jupytext
        from otter.assign import main as assign
    except ImportError:
        raise UsageError(
            "making student files needs Otter; in your clone of this project: "
            "pip install '.[otter]'"
        ) from None

    text = assignment.master.read_text(encoding="utf-8")
    book = jupytext.reads(master.filled(text, assignment.quiz, keyed=False), fmt="py:percent")
    _configure(book, config)
    book.metadata = _METADATA
    folder.mkdir()
    path = folder / name
    path.write_text(jupytext.writes(book, fmt="ipynb"), encoding="utf-8")
    try:
        assign(str(path), str(folder), no_pdfs=True, no_run_tests=True)
    except Exception as error:
        why = " ".join(str(error).split())
        raise AssignmentError(
            f"{assignment.master}: Otter Assign refuses it: {why:.200}"
        ) from error


_METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


def _configure(book: Any, config: Mapping[str, Any]) -> None:
    """Merge ``config`` into the notebook's cell ASSIGNMENT CONFIG."""
    import yaml

    heading = "# ASSIGNMENT CONFIG\n"
    for cell in book.cells:
        if cell.cell_type == "raw" and cell.source.startswith(heading):
            given = yaml.safe_load(cell.source) or {}
            tests = {**given.get("tests", {}), **config.get("tests", {})}
            cell.source = heading + yaml.safe_dump({**given, **config, "tests": tests})
            return
    raise AssignmentError("master.py: expected a raw cell that begins with # ASSIGNMENT CONFIG")


def _notebook(path: Path, first: list[Any]) -> str:
    """Otter's notebook, with cells before it: ids by position, the metadata of any notebook."""
    import nbformat

    book = nbformat.read(path, as_version=4)
    book.cells = [*first, *book.cells]
    for number, cell in enumerate(book.cells, 1):
        cell["id"] = f"cell-{number}"
    book.nbformat, book.nbformat_minor = 4, 5
    nbformat.validate(book)
    return str(nbformat.writes(book)) + "\n"


def _checks_cell(tests: Path) -> Any:
    """A cell that writes Otter's test files: on Colab a notebook comes alone."""
    from nbformat import v4

    files = {path.name: path.read_text(encoding="utf-8") for path in sorted(tests.glob("*.py"))}
    listed = json.dumps({name: text.splitlines() for name, text in files.items()}, indent=1)
    source = (
        "#@title Public checks (run this cell once)\n"
        "import pathlib\n\n"
        'pathlib.Path("tests").mkdir(exist_ok=True)\n'
        f"checks = {listed}\n"
        "for name, lines in checks.items():\n"
        '    pathlib.Path("tests", name).write_text("\\n".join(lines), encoding="utf-8")'
    )
    return v4.new_code_cell(source, metadata={"cellView": "form", "deletable": False})


def _archive(folder: Path) -> Mapping[str, bytes]:
    """The files of the zip that Otter made for its graders, but for the public checks: the plugin
    replaces whatever Otter computes, so there is no need to compute it."""
    (made,) = folder.glob("*-autograder_*.zip")
    with zipfile.ZipFile(made) as archive:
        return {
            name: archive.read(name) for name in archive.namelist() if not name.startswith("tests/")
        }


# --- the quiz ----------------------------------------------------------------------------------


def quiz_page(quiz: Quiz, version: str | None) -> str:
    """The questions as students with ``version`` read them: no key, no reasons."""
    policy = {
        "per-option": "Each right option you choose earns its share of the point, each wrong one "
        "loses its share; no question goes below zero. Where one is asked for, two earn nothing.",
        "all-or-nothing": "A question counts only if exactly the right options are chosen.",
    }[quiz.policy]
    intro = (
        f"# Quiz\n\n{len(quiz.questions)} questions, {quiz.points:g} point"
        f"{'s' if quiz.points != 1 else ''} each. Put your answers into `{quiz.name}`, one letter "
        f'or several: `"B"`, `"AD"`. {policy}\n'
    )
    if version is not None:
        intro += (
            f"\nThe options stand in the order of version `{version}`. Your letters are read in "
            f'that order, so `{quiz.name}` must hold `"{VERSION}": "{version}"`.\n'
        )
    pages = (_question(each, quiz.order(each, version)) for each in quiz.questions)
    return intro + "".join(pages)


def _question(question: Question, order: str) -> str:
    choose = "Choose one." if question.kind == "single" else "Choose all that are right."
    options = "\n".join(
        f"- **{option.letter}.** {option.text.strip()}" for option in question.seen(order)
    )
    return f"\n## {question.id}\n\n{question.text.strip()}\n\n*{choose}*\n\n{options}\n"
