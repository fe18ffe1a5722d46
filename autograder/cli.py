"""The command line. Here, and only here, expected errors become one line and an exit code.

0: done. 1: done, and something needs staff. 2: bad usage or unreadable input. 130: interrupted.
"""

from __future__ import annotations

import os
import secrets
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from autograder import __version__, assignment, authoring, handins, scaffold, summary
from autograder import doctor as examination
from autograder.classroom import Classroom, Work
from autograder.errors import AutograderError, UsageError
from autograder.gradebook import Gradebook
from autograder.handins import HandIn
from autograder.isolation import Level
from autograder.result import Grade
from autograder.sandbox import lease
from autograder.submission import printable

SAMPLE_CLASS = Path("tests", "sample_class")
"""Where a course keeps the class that ``demo`` grades."""

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

Course = Annotated[
    Path | None,
    typer.Option(
        help="The course folder; looked for upward from here if not given.", metavar="DIR"
    ),
]
Slug = Annotated[
    str | None,
    typer.Option(
        "-a", "--assignment", metavar="SLUG", help="Which assignment; its only one if not given."
    ),
]
Jobs = Annotated[
    int, typer.Option("-j", "--jobs", min=1, help="Submissions graded at a time.", metavar="N")
]
Seed = Annotated[
    int | None,
    typer.Option(min=0, help="Makes the hidden inputs; a fresh one for every run if not given."),
]

Isolation = Annotated[
    Level,
    typer.Option(
        "--require-isolation",
        metavar="LEVEL",
        envvar="AUTOGRADER_REQUIRE_ISOLATION",
        help="Refuse to grade where student code can't be locked in this well: none, files, full; "
        "see `autograder doctor`.",
    ),
]


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@app.callback(invoke_without_command=True)
def options(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
    debug: Annotated[bool, typer.Option("--debug", help="Show the traceback of an error.")] = False,
) -> None:
    """Grade Keras exercises with hidden graders that student code can't reach.

    **Examples**

    - `autograder demo` grades the sample class
    - `autograder grade handins/ -o grades/` grades a folder of notebooks, scripts and zips
    - `autograder check alice.ipynb` grades one hand-in and says why
    """
    if version:
        typer.echo(f"autograder {__version__}")
        raise typer.Exit


@app.command()
def grade(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH...", help="Files and folders.")],
    slug: Slug = None,
    out: Annotated[
        Path, typer.Option("-o", "--out", metavar="OUT", help="Folder for the results.")
    ] = Path("grades"),
    jobs: Jobs = _cores(),  # noqa: B008 - a constant of the machine
    seed: Seed = None,
    isolation: Isolation = Level.NONE,
    course: Course = None,
) -> None:
    """Grade a class: notebooks, scripts, zips, or a folder a student.

    OUT receives `grades.csv` and `results/*.json`. The exit code is 1 if a hand-in could
    not be graded and needs staff.

    **Examples**

    - `autograder grade handins/`
    - `autograder grade handins/ late/ -a custom_losses -o grades/ -j 8`
    """
    _grade_class(paths, slug, out, jobs, seed, isolation, course)


@app.command()
def check(
    path: Annotated[Path, typer.Argument(metavar="FILE", help="A file or a student's folder.")],
    slug: Slug = None,
    seed: Seed = None,
    isolation: Isolation = Level.NONE,
    course: Course = None,
) -> None:
    """Grade one hand-in with the hidden graders and show every check that it lost.

    **Example**

    - `autograder check handins/alice.ipynb`
    """
    if not path.exists():
        raise UsageError(f"{path} does not exist; expected a notebook, a script or a folder")
    root = course or assignment.find_course(Path.cwd())
    found = assignment.load(root, slug)
    hand_in = HandIn(path.stem, path)
    with Classroom(root, found, _seed(seed), 1, isolation, _warn) as classroom:
        (result,) = _with_progress(classroom, [hand_in], _progress())
    summary.show(summary.console(), summary.report(result, found))
    raise typer.Exit(result.status == "error")


@app.command()
def demo(
    out: Annotated[
        Path, typer.Option("-o", "--out", metavar="OUT", help="Folder for the results.")
    ] = Path("demo-results"),
    jobs: Jobs = _cores(),  # noqa: B008 - a constant of the machine
    course: Course = None,
) -> None:
    """Grade the sample class that comes with the course, to see what grading looks like.

    **Example**

    - `autograder demo -o demo-results/`
    """
    root = course or assignment.find_course(Path.cwd())
    sample = root / SAMPLE_CLASS
    if not sample.is_dir():
        raise UsageError(f"no sample class: expected {sample}; run this in a clone of the course")
    _grade_class([sample], None, out, jobs, None, Level.NONE, root, expected_trouble=True)


@app.command()
def doctor(isolation: Isolation = Level.NONE) -> None:
    """Show how well student code is locked in on this machine, and what is missing.

    Workers are made to try what attackers try. The exit code is 1 if a layer is missing or an
    attempt succeeded.

    **Examples**

    - `autograder doctor`
    - `autograder doctor --require-isolation full`
    """
    with _starting():
        found = examination.examine()
    summary.show(summary.console(), examination.page(found))
    found.isolation.insist(isolation)
    raise typer.Exit(not found.is_sound)


@app.command()
def release(
    slug: Annotated[str | None, typer.Argument(metavar="SLUG")] = None,
    course: Course = None,
) -> None:
    """Make the student files of an assignment (stubs, quiz) from its private folder.

    **Example**

    - `autograder release custom_losses`
    """
    found = assignment.load(course or assignment.find_course(Path.cwd()), slug)
    written = authoring.write_public_files(found)
    for path in written:
        typer.echo(f"wrote {path}")
    if not written:
        typer.echo(f"{found.public} is up to date")


@app.command()
def audit(
    slug: Annotated[str | None, typer.Argument(metavar="SLUG")] = None,
    part: Annotated[str | None, typer.Option(metavar="NAME", help="One part only.")] = None,
    jobs: Jobs = _cores(),  # noqa: B008 - a constant of the machine
    seed: Seed = None,
    course: Course = None,
) -> None:
    """Change the solution in every small way, and show the changes that the graders don't see.

    The exit code is 1 if one of them gets full marks and is not shown to be the same loss.

    **Examples**

    - `autograder audit custom_losses -j 2`
    - `autograder audit custom_losses --part my_huber_loss`
    """
    try:
        from autograder import audit as mutants
    except ModuleNotFoundError as error:
        raise UsageError(
            f"auditing needs {error.name}; pip install 'custom-losses-autograder[audit]'"
        ) from None
    root = course or assignment.find_course(Path.cwd())
    found = assignment.load(root, slug)
    seed = _seed(seed)
    with Classroom(root, found, seed, jobs, Level.NONE, _warn) as classroom:
        report = mutants.Audit(found, part).run(
            lambda works: _with_progress(classroom, works, _progress()),
            lambda: lease(classroom.address, found.limits),
        )
    summary.show(summary.console(), mutants.page(report, seed))
    raise typer.Exit(bool(report.of("survived")))


@app.command()
def new(
    slug: Annotated[str, typer.Argument(metavar="SLUG", help="A Python name: `my_losses`.")],
    title: Annotated[str | None, typer.Option(metavar="T", help="What students read.")] = None,
    course: Course = None,
) -> None:
    """Write the two folders of a new assignment, to be filled in at every `TODO(author)`.

    **Example**

    - `autograder new ranking_losses --title "Ranking losses"`
    """
    for path in scaffold.write(course or assignment.find_course(Path.cwd()), slug, title):
        typer.echo(f"wrote {path}")
    typer.echo(f"next: fill in each TODO(author), then: autograder release {slug}")


def _warn(line: str) -> None:
    typer.echo(f"autograder: warning: {line}", err=True)


def _seed(seed: int | None) -> int:
    return secrets.randbits(63) if seed is None else seed


def _grade_class(
    paths: list[Path],
    slug: str | None,
    out: Path,
    jobs: int,
    seed: int | None,
    isolation: Level,
    course: Path | None,
    *,
    expected_trouble: bool = False,
) -> None:
    root = course or assignment.find_course(Path.cwd())
    found = assignment.load(root, slug)
    hand_ins = handins.collect(paths)
    gradebook = Gradebook(out)
    gradebook.prepare()
    grades: list[Grade] = []
    try:
        with Classroom(root, found, _seed(seed), jobs, isolation, _warn) as classroom:
            for result in _with_progress(classroom, hand_ins, _progress()):
                gradebook.record(result)
                grades.append(result)
    except KeyboardInterrupt:
        done = f"{len(grades)} of {len(hand_ins)} are graded and kept in {out}"
        typer.echo(f"autograder: interrupted; {done}", err=True)
        raise typer.Exit(130) from None
    finally:
        if grades:
            gradebook.write_table(grades, found)
    written = f"Written: {gradebook.table} and {len(grades)} results in {out / 'results'}"
    summary.show(summary.console(), summary.class_table(grades, found), "", written)
    if any(result.status == "error" for result in grades) and not expected_trouble:
        raise typer.Exit(1)


def _starting() -> AbstractContextManager[object]:
    return summary.console(stderr=True).status("starting TensorFlow")


def _progress() -> Progress:
    console = summary.console(stderr=True)
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=console,
        transient=True,
        disable=not console.is_terminal,
    )


def _with_progress(
    classroom: Classroom, hand_ins: Sequence[Work], progress: Progress
) -> Iterator[Grade]:
    with progress:
        task = progress.add_task("starting TensorFlow", total=len(hand_ins))
        for result in classroom.grade(hand_ins):
            yield result
            progress.update(task, description="grading", advance=1)


def _interrupt(*_: object) -> None:
    raise KeyboardInterrupt


def main() -> None:
    """The ``autograder`` command."""
    signal.signal(signal.SIGTERM, _interrupt)  # clean up as after Ctrl-C
    # for the processes of the pool: they must not import what lies in the current folder
    os.environ["PYTHONSAFEPATH"] = "1"
    try:
        app()
    except AutograderError as error:
        if "--debug" in sys.argv:
            raise
        typer.echo(f"autograder: {printable(str(error))}", err=True)
        raise SystemExit(2) from None
