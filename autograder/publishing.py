"""The commands that write what was graded for others: pages, and the formats of other tools."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from autograder import assignment
from autograder.capacity import cores
from autograder.errors import UsageError
from autograder.exports import command, results
from autograder.options import Course, Jobs, Slug, warn
from autograder.reporting import Pages, lean
from autograder.result import Grade

app = typer.Typer()


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
    (grade,) = results.read([file])
    if grade.submission != file.stem:
        raise UsageError(f"{file}: expected the result of {file.stem}, found {grade.submission!r}")
    return grade


app.add_typer(command.app)
