"""The commands that write what was graded for others: pages, and the formats of other tools."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from autograder import assignment, export
from autograder.capacity import cores
from autograder.disk import printable
from autograder.errors import UsageError
from autograder.export import Format
from autograder.files import write_atomically
from autograder.options import Course, Jobs, Slug, warn
from autograder.reporting import Pages, lean
from autograder.result import Grade

app = typer.Typer()


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


@app.command()
def report(
    out: Annotated[Path, typer.Argument(metavar="OUT", help="The folder that `grade -o` wrote.")],
    slug: Slug = None,
    jobs: Jobs = cores(),  # noqa: B008 - a constant of the machine
    course: Course = None,
    reveal: Annotated[
        bool,
        typer.Option("--reveal", help="Show students what waits for grades to be published."),
    ] = False,
) -> None:
    """Write OUT/report.html, the class report, and the feedback pages again: nothing is graded.

    They tell of every result in OUT/results, as it is there. The exit code is 1 if one of them
    needs staff.

    **Examples**

    - `autograder report grades/`
    - `autograder report grades/ --reveal` when grades are published
    """
    files = sorted((out / "results").glob("*.json"))
    if not files:
        raise UsageError(f"no results in {out}: expected results/*.json, as grade -o writes them")
    root = course or assignment.find_course(Path.cwd())
    grades = [lean(_named(file)) for file in files]
    found = assignment.load(root, slug or grades[0].assignment)
    theirs = [grade for grade in grades if grade.assignment == found.slug]
    if not theirs:
        raise UsageError(f"no results of {found.slug} in {out}; choose with -a SLUG")
    pages = Pages(out, found, jobs, warn)
    if not pages.write(theirs, datetime.now(UTC), reveal=reveal):
        raise typer.Exit(2)
    typer.echo(pages.told)
    raise typer.Exit(any(grade.error is not None for grade in theirs))


def _named(file: Path) -> Grade:
    """The result in the file, which is called as it: its page will be, too."""
    (grade,) = export.read([file])
    if grade.submission != file.stem:
        raise UsageError(f"{file}: expected the result of {file.stem}, found {grade.submission!r}")
    return grade


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
