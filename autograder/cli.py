"""The command line. Here, and only here, expected errors become one line and an exit code.

0: done. 1: done, and something needs staff. 2: bad usage or unreadable input. 130: interrupted.
"""

from __future__ import annotations

import os
import secrets
import signal
import sys
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Annotated

import typer

from autograder import (
    __version__,
    assignment,
    authoring,
    export,
    handins,
    packaging,
    progress,
    public,
    scaffold,
    standby,
    summary,
    validation,
)
from autograder import doctor as examination
from autograder import watch as watching
from autograder.capacity import cores
from autograder.classroom import Classroom
from autograder.disk import printable
from autograder.errors import AutograderError, UsageError
from autograder.export import Format
from autograder.files import write_atomically
from autograder.gradebook import result_file
from autograder.handins import HandIn
from autograder.isolation import Level
from autograder.marking import Marking
from autograder.round import Regrade, Round
from autograder.sandbox import Sandbox, lease

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
    int,
    typer.Option(
        "-j",
        "--jobs",
        min=1,
        help="Submissions graded at a time, as far as there is memory.",
        metavar="N",
    ),
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
    where = (root, found, out, jobs, _seed(seed), isolation, _warn)
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
    watch: Annotated[
        bool, typer.Option("--watch", help="Check again whenever FILE is saved; Ctrl-C stops.")
    ] = False,
) -> None:
    """Grade one hand-in with the hidden graders and show every check that it lost.

    For students: without a solutions folder, the public checks in `test_public.py` beside FILE are
    made.

    **Examples**

    - `autograder check handins/alice.ipynb`
    - `autograder check handins/alice.ipynb --json alice.json`
    - `autograder check --watch custom_losses.py`
    """
    if not path.exists():
        raise UsageError(f"{path} does not exist; expected a notebook, a script or a folder")
    tests = public.beside(path)
    if tests is not None and not assignment.has_solutions(course or Path.cwd()):
        if json is not None:
            raise UsageError("--json needs the solutions folder: public checks make no result")
        _check_publicly(path, tests, isolation, watch)
        raise typer.Exit
    try:
        root = course or assignment.find_course(Path.cwd())
    except UsageError as error:
        advice = f"students: check the {path.name} that lies beside {public.TESTS}"
        raise UsageError(f"{error} ({advice})") from None
    found = assignment.load(root, slug)
    if watch:
        with (
            Classroom(root, found, 0, 1, isolation, _warn) as classroom,
            standby.StaffChecks(classroom, root, found, path, _seed(seed), json) as checks,
        ):
            watching.follow(path, checks)
        raise typer.Exit
    hand_in = HandIn(path.stem, path)
    with Classroom(root, found, _seed(seed), 1, isolation, _warn) as classroom:
        (result,) = progress.followed(classroom.grade([hand_in]), 1)
    if json is not None:
        write_atomically(json, result_file(result))
    summary.show(summary.console(), summary.report(result, found))
    raise typer.Exit(result.status == "error")


def _check_publicly(path: Path, tests: Path, isolation: Level, watch: bool) -> None:
    with (
        Sandbox() as sandbox,
        public.PublicChecks(sandbox, tests, path, isolation, _warn) as checks,
    ):
        if watch:
            watching.follow(path, checks)
            return
        with _busy("starting TensorFlow"):
            checks.start()
            *_, last = checks.check(lambda: False)
    summary.show(summary.console(), last.page, "", last.headline)
    if not last.passed:
        raise UsageError(f"{path} could not be checked; mend what is said above")


@app.command(name="export")
def export_results(
    results: Annotated[
        list[Path], typer.Argument(metavar="RESULT...", help="Result files, or OUT of `grade`.")
    ],
    to: Annotated[Format, typer.Option(help="The format.")],
    out: Annotated[
        Path | None, typer.Option("-o", "--out", metavar="FILE", help="Instead of printing it.")
    ] = None,
) -> None:
    """Write results in the format of another tool.

    `gradescope` makes a results.json of one result; `junit` makes XML; `github` prints workflow
    commands and appends a summary to $GITHUB_STEP_SUMMARY, or writes it to FILE. The exit code
    is 1 if a result needs staff; no results.json is written then.

    **Examples**

    - `autograder export grades/results/alice.json --to gradescope -o results.json`
    - `autograder export grades/ --to junit -o grades/junit.xml`
    - `autograder export grades/ --to github`
    """
    grades = export.read(results)
    unclear = [grade for grade in grades if grade.error is not None]
    if to == Format.GRADESCOPE:
        if len(grades) != 1:
            raise UsageError(f"gradescope takes one result, found {len(grades)}; name one file")
        if unclear:
            reason = f"{unclear[0].submission} needs staff: {unclear[0].error}"
            typer.echo(f"autograder: {printable(reason)}", err=True)
        else:
            _write(export.gradescope(grades[0]), out)
    elif to == Format.JUNIT:
        _write(export.junit(grades), out)
    else:
        typer.echo(export.workflow_commands(grades), nl=False)
        _write_summary(export.step_summary(grades), out)
    raise typer.Exit(bool(unclear))


def _write(text: str, out: Path | None) -> None:
    if out is None:
        typer.echo(text, nl=False)
    else:
        write_atomically(out, text)


def _write_summary(text: str, out: Path | None) -> None:
    step = os.environ.get("GITHUB_STEP_SUMMARY")
    if out is not None or not step:
        _write(text, out)
        return
    try:
        with Path(step).open("a", encoding="utf-8") as file:
            file.write(text)
    except OSError as error:
        raise UsageError(f"can't append to {step}: {error.strerror}") from None


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
    found = assignment.load(root, None)
    # two of its hand-ins can't be graded, and that is part of the show
    Marking(root, found, out, jobs, _seed(None), Level.NONE, _warn).run(handins.collect([sample]))


@app.command()
def doctor(isolation: Isolation = Level.NONE) -> None:
    """Show how well student code is locked in on this machine, and what is missing.

    Workers are made to try what attackers try. The exit code is 1 if a layer is missing or an
    attempt succeeded.

    **Examples**

    - `autograder doctor`
    - `autograder doctor --require-isolation full`
    """
    with _busy("starting TensorFlow"):
        found = examination.examine()
    summary.show(summary.console(), examination.page(found))
    found.isolation.insist(isolation)
    raise typer.Exit(not found.is_sound)


@app.command()
def release(
    slug: Annotated[str | None, typer.Argument(metavar="SLUG")] = None,
    out: Annotated[
        Path | None,
        typer.Option("-o", "--out", metavar="DIR", help="Folder for packages: student/, staff/."),
    ] = None,
    gradescope: Annotated[
        bool, typer.Option("--gradescope", help="With an archive for Gradescope's autograder.")
    ] = False,
    github: Annotated[
        bool, typer.Option("--github", help="With workflows for GitHub Actions.")
    ] = False,
    course: Course = None,
) -> None:
    """Make what students get from an assignment's private folder, and the packages to grade with.

    The stubs, public checks and quiz in `assignments/SLUG` are brought up to date. DIR receives
    `student/` (to give away: the bundle as folder and zip) and `staff/` (to keep: the archive for
    Otter, and what else is asked for).

    **Examples**

    - `autograder release custom_losses`
    - `autograder release custom_losses -o dist/ --gradescope --github`
    """
    extra = [name for name, asked in [("gradescope", gradescope), ("github", github)] if asked]
    if extra and out is None:
        raise UsageError(f"--{extra[0]} makes a package; name the folder for it with -o DIR")
    root = course or assignment.find_course(Path.cwd())
    found = assignment.load(root, slug)
    with _busy("making the student files"):
        written = authoring.write_public_files(found)
        packages = packaging.packages(found, root, extra) if out is not None else {}
    for path in written:
        typer.echo(f"wrote {path}")
    if not written:
        typer.echo(f"{found.public} is up to date")
    for name, content in packages.items():
        assert out is not None
        write_atomically(out / name, content)
    if out is not None:
        typer.echo(f"wrote {out / 'student'}: give it to students")
        typer.echo(f"wrote {out / 'staff'}: keep it; it holds solutions and hidden graders")


@app.command()
def validate(
    slug: Annotated[str | None, typer.Argument(metavar="SLUG")] = None,
    jobs: Jobs = cores(),  # noqa: B008 - a constant of the machine
    seed: Seed = None,
    course: Course = None,
) -> None:
    """Show whether an assignment's graders tell right from wrong, and what its files lack.

    Stubs must score nothing, the solution and every variant everything; each planted mistake must
    fail the checks that its header names, and be diagnosed. The exit code is 1 if there is
    anything to mend.

    **Example**

    - `autograder validate custom_losses -j 2`
    """
    root = course or assignment.find_course(Path.cwd())
    found = assignment.load(root, slug)
    seed = _seed(seed)
    with Classroom(root, found, seed, jobs, Level.NONE, _warn) as classroom:
        report = validation.validate(
            found, lambda works: progress.followed(classroom.grade(works), len(works))
        )
    summary.show(summary.console(), validation.page(report, seed))
    raise typer.Exit(not report.is_sound)


@app.command()
def audit(
    slug: Annotated[str | None, typer.Argument(metavar="SLUG")] = None,
    part: Annotated[str | None, typer.Option(metavar="NAME", help="One part only.")] = None,
    jobs: Jobs = cores(),  # noqa: B008 - a constant of the machine
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
            f"auditing needs {error.name}; in your clone of this project: pip install '.[audit]'"
        ) from None
    root = course or assignment.find_course(Path.cwd())
    found = assignment.load(root, slug)
    seed = _seed(seed)
    with Classroom(root, found, seed, jobs, Level.NONE, _warn) as classroom:
        report = mutants.Audit(found, part).run(
            lambda works: progress.followed(classroom.grade(works), len(works)),
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


def _busy(what: str) -> AbstractContextManager[object]:
    return summary.console(stderr=True).status(what)


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
