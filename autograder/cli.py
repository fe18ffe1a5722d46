"""The command line. Here, and only here, expected errors become one line and an exit code.

0: done. 1: done, and something needs staff. 2: bad usage or unreadable input. 130: interrupted.
"""

from __future__ import annotations

import os
import signal
import sys
import tomllib
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from autograder import (
    __version__,
    assignment,
    authors,
    handins,
    progress,
    public,
    publishing,
    quizzes,
    standby,
    summary,
)
from autograder import doctor as examination
from autograder import watch as watching
from autograder.assignment import Assignment
from autograder.capacity import cores
from autograder.classroom import Classroom
from autograder.disk import printable
from autograder.errors import AutograderError, UsageError
from autograder.files import write_atomically
from autograder.gradebook import result_file
from autograder.handins import HandIn
from autograder.isolation import Level
from autograder.marking import Marking
from autograder.options import Course, Isolation, Jobs, Seed, Slug, busy, new_seed, warn
from autograder.pages.disclosure import Disclosure
from autograder.result import Grade
from autograder.round import Regrade, Round
from autograder.sandbox import Sandbox

SAMPLE_CLASS = Path("tests", "sample_class")
"""Where a course keeps the class that ``demo`` grades, and beside it in TOML which assignment's."""

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.add_typer(publishing.app)
app.add_typer(authors.app)
app.add_typer(quizzes.app, name="quiz")


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
    jobs: Jobs = cores(),  # noqa: B008 - a constant of the machine
    seed: Seed = None,
    isolation: Isolation = Level.NONE,
    course: Course = None,
    regrade: Annotated[
        bool, typer.Option("--regrade", help="Grade everything again; ask before publishing.")
    ] = False,
    yes: Annotated[
        bool, typer.Option("--yes", "-y", help="Publish what --regrade changed, unasked.")
    ] = False,
    dask: Annotated[
        str | None,
        typer.Option(
            metavar="ADDRESS", help="Grade on the workers of this Dask scheduler; -j is theirs."
        ),
    ] = None,
    log: Annotated[
        Path | None,
        typer.Option(
            "--progress",
            metavar="FILE",
            help="Append a line of JSON to it for each hand-in as it is graded; - is stderr.",
        ),
    ] = None,
) -> None:
    """Grade a class: notebooks, scripts, zips, or a folder a student.

    OUT receives `grades.csv`, `results/*.json` and `gradebook.sqlite`, the journal: the same
    command goes on after an interruption, and grades only what has changed, or needed staff. The
    exit code is 1 if a hand-in could not be graded and needs staff.

    The events in FILE of --progress are `start` (total, done), `result` (id, status, score,
    seconds, done, total, needs_staff, rate a minute, remaining_seconds) and `end` (done, total,
    needs_staff, seconds, complete), each with its time.

    **Examples**

    - `autograder grade handins/`
    - `autograder grade handins/ late/ -a custom_losses -o grades/ -j 8`
    - `autograder grade handins/ --progress progress.jsonl` tells other programs how far it is
    - `autograder grade handins/ -o grades/ --regrade` shows who gained and lost points
    - `autograder grade handins/ -o grades/ --dask tcp://head-node:8786` grades on a cluster
    """
    if regrade and not yes and not sys.stdin.isatty():  # now, not after an hour of grading
        raise UsageError("--regrade asks before it publishes: run it in a terminal, or add --yes")
    root = course or assignment.find_course(Path.cwd())
    found = assignment.load(root, slug)
    where = (root, found, out, jobs, new_seed(seed), isolation, warn)
    marking = Marking(*where, Regrade if regrade else Round, unasked=yes, dask=dask, log=log)
    raise typer.Exit(not marking.run(handins.collect(paths)))


@app.command()
def check(
    path: Annotated[Path, typer.Argument(metavar="FILE", help="A file or a student's folder.")],
    slug: Slug = None,
    seed: Seed = None,
    isolation: Isolation = Level.NONE,
    course: Course = None,
    json: Annotated[
        Path | None, typer.Option(metavar="OUT", help="Write the result file there, too.")
    ] = None,
    html: Annotated[
        Path | None, typer.Option(metavar="OUT", help="Write the student's feedback page there.")
    ] = None,
    watch: Annotated[
        bool, typer.Option("--watch", help="Check again whenever FILE is saved; Ctrl-C stops.")
    ] = False,
) -> None:
    """Grade one hand-in with the hidden graders and show every check that it lost.

    For students: without a solutions folder, the public checks in `test_public.py` beside FILE are
    made.

    **Examples**

    - `autograder check handins/alice.ipynb`
    - `autograder check handins/alice.ipynb --json alice.json --html alice.html`
    - `autograder check --watch custom_losses.py`
    """
    if not path.exists():
        raise UsageError(f"{path} does not exist; expected a notebook, a script or a folder")
    tests = public.beside(path)
    if tests is not None and not assignment.has_solutions(course or Path.cwd()):
        if json is not None or html is not None:
            option = "--html" if json is None else "--json"
            raise UsageError(f"{option} needs the solutions folder: public checks make no result")
        _check_publicly(path, tests, isolation, watch)
        raise typer.Exit
    try:
        root = course or assignment.find_course(Path.cwd())
    except UsageError as error:
        advice = f"students: check the {path.name} that lies beside {public.TESTS}"
        raise UsageError(f"{error} ({advice})") from None
    found = assignment.load(root, slug)
    if watch and html is not None:
        raise UsageError("--watch writes no page; leave out --html, or --watch")
    if watch:
        with (
            Classroom(root, found, 0, 1, isolation, warn) as classroom,
            standby.StaffChecks(classroom, root, found, path, new_seed(seed), json) as checks,
        ):
            watching.follow(path, checks)
        raise typer.Exit
    hand_in = HandIn(path.stem, path)
    with Classroom(root, found, new_seed(seed), 1, isolation, warn) as classroom:
        (result,) = progress.followed(classroom.grade([hand_in]), 1)
    if json is not None:
        write_atomically(json, result_file(result))
    if html is not None:
        write_atomically(html, _feedback(result, found))
    summary.show(summary.console(), summary.report(result, found))
    raise typer.Exit(result.status == "error")


def _feedback(grade: Grade, found: Assignment) -> str:
    from autograder.pages import (
        feedback,
    )  # and with it libraries that the other commands don't need

    return feedback.page(grade, found, Disclosure.at(datetime.now(UTC), found, reveal=False))


def _check_publicly(path: Path, tests: Path, isolation: Level, watch: bool) -> None:
    with (
        Sandbox() as sandbox,
        public.PublicChecks(sandbox, tests, path, isolation, warn) as checks,
    ):
        if watch:
            watching.follow(path, checks)
            return
        with busy("starting TensorFlow"):
            checks.start()
            *_, last = checks.check(lambda: False)
    summary.show(summary.console(), last.page, "", last.headline)
    if not last.passed:
        raise UsageError(f"{path} could not be checked; mend what is said above")


@app.command()
def demo(
    out: Annotated[
        Path, typer.Option("-o", "--out", metavar="OUT", help="Folder for the results.")
    ] = Path("demo-results"),
    jobs: Jobs = cores(),  # noqa: B008 - a constant of the machine
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
    found = assignment.load(root, _sampled(sample.with_suffix(".toml")))
    # two of its hand-ins can't be graded, and that is part of the show
    Marking(root, found, out, jobs, new_seed(None), Level.NONE, warn).run(handins.collect([sample]))


def _sampled(path: Path) -> str:
    try:
        return str(tomllib.loads(path.read_text(encoding="utf-8"))["assignment"])
    except (OSError, ValueError, KeyError):
        raise UsageError(f'{path}: expected the line: assignment = "SLUG"') from None


@app.command()
def doctor(isolation: Isolation = Level.NONE) -> None:
    """Show how well student code is locked in on this machine, and what is missing.

    Workers are made to try what attackers try. The exit code is 1 if a layer is missing or an
    attempt succeeded.

    **Examples**

    - `autograder doctor`
    - `autograder doctor --require-isolation full`
    """
    with busy("starting TensorFlow"):
        found = examination.examine()
    summary.show(summary.console(), examination.page(found))
    found.isolation.insist(isolation)
    raise typer.Exit(not found.is_sound)


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
