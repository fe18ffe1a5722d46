"""The commands that write what was graded for others: pages, and the formats of other tools."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from autograder import export
from autograder.disk import printable
from autograder.errors import UsageError
from autograder.export import Format
from autograder.files import write_atomically

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
