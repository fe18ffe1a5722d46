"""The commands for authors: make an assignment, show that its graders tell right from wrong, and
give it away."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from autograder import assignment, authoring, packaging, progress, scaffold, summary, validation
from autograder.capacity import cores
from autograder.classroom import Classroom
from autograder.errors import UsageError
from autograder.files import write_atomically
from autograder.isolation import Level
from autograder.options import Course, Jobs, Named, Seed, busy, new_seed, warn
from autograder.recipients import recipients
from autograder.sandbox import lease

app = typer.Typer()


@app.command()
def release(
    slug: Named = None,
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
    names: Annotated[
        list[str] | None,
        typer.Option(
            "--for", metavar="NAME", help="A student or group with an order of options of its own."
        ),
    ] = None,
    roster: Annotated[
        Path | None,
        typer.Option(
            "--roster", metavar="FILE", help="As --for, for everybody in a CSV file with headings."
        ),
    ] = None,
    course: Course = None,
) -> None:
    """Make what students get from an assignment's private folder, and the packages to grade with.

    The stubs, public checks and quiz in `assignments/SLUG` are brought up to date. DIR receives
    `student/` (to give away: the bundle as folder and zip) and `staff/` (to keep: the archive for
    Otter, and what else is asked for).

    With `shuffle = true` below `[quiz]` in assignment.toml, --for and --roster make a package
    for each name in `students/NAME/` instead, in which the options of the quiz have an order of
    their own. Hand-ins name that order; they are graded as all others. A roster's columns
    `submission`, `email` and `name` say who is in it, or else its first column.

    **Examples**

    - `autograder release custom_losses`
    - `autograder release custom_losses -o dist/ --gradescope --github`
    - `autograder release custom_losses -o dist/ --roster roster.csv`
    - `autograder release custom_losses -o dist/ --for "group A" --for "group B"`
    """
    extra = [name for name, asked in [("gradescope", gradescope), ("github", github)] if asked]
    named = recipients(names or [], roster)
    asked = [*extra, *(["for"] if named else [])]
    if asked and out is None:
        raise UsageError(f"--{asked[0]} makes a package; name the folder for it with -o DIR")
    root = course or assignment.find_course(Path.cwd())
    found = assignment.load(root, slug)
    own = packaging.versions(found, named) if named else {}
    with busy("making the student files"):
        written = authoring.write_public_files(found)
        packages = packaging.packages(found, root, extra, own) if out is not None else {}
    for path in written:
        typer.echo(f"wrote {path}")
    if not written:
        typer.echo(f"{found.public} is up to date")
    for name, content in packages.items():
        assert out is not None
        write_atomically(out / name, content)
    if out is not None:
        if own:
            typer.echo(
                f"wrote {out / 'students'}: {len(own)} packages, each for who it is named after"
            )
        else:
            typer.echo(f"wrote {out / 'student'}: give it to students")
        typer.echo(f"wrote {out / 'staff'}: keep it; it holds solutions and hidden graders")


@app.command()
def validate(
    slug: Named = None,
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
    seed = new_seed(seed)
    with Classroom(root, found, seed, jobs, Level.NONE, warn) as classroom:
        report = validation.validate(
            found, lambda works: progress.followed(classroom.grade(works), len(works))
        )
    summary.show(summary.console(), validation.page(report, seed))
    raise typer.Exit(not report.is_sound)


@app.command()
def audit(
    slug: Named = None,
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
    seed = new_seed(seed)
    with Classroom(root, found, seed, jobs, Level.NONE, warn) as classroom:
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
