"""``autograder export``: results in the formats of other tools."""

from __future__ import annotations

import os
from collections.abc import Collection, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from autograder import assignment
from autograder.assignment import Assignment
from autograder.disk import printable
from autograder.errors import UsageError
from autograder.exports import canvas, moodle, pseudonyms, results
from autograder.exports.document import document
from autograder.exports.entry import Class, assembled
from autograder.exports.final_grades import final_grades
from autograder.exports.github import step_summary, workflow_commands
from autograder.exports.gradescope import gradescope
from autograder.exports.junit import junit
from autograder.exports.notes import notes
from autograder.exports.roster import Roster
from autograder.exports.spreadsheet import spreadsheet
from autograder.files import write_atomically
from autograder.options import Course, warn
from autograder.result import Grade

app = typer.Typer()
KEY_FILE = "pseudonyms.key"


class Format(StrEnum):
    """What ``export`` writes."""

    CSV = "csv"
    JSON = "json"
    CANVAS = "canvas"
    MOODLE = "moodle"
    OTTER = "otter"
    GRADESCOPE = "gradescope"
    JUNIT = "junit"
    GITHUB = "github"


_DATA = (Format.CSV, Format.JSON)
_GRADEBOOKS = (Format.CANVAS, Format.MOODLE)
_LISTED = {Format.CANVAS: canvas.listed, Format.MOODLE: moodle.listed}
_OF_A_CLASS = (*_DATA, *_GRADEBOOKS, Format.OTTER)


@app.command(name="export")
def export_results(
    paths: Annotated[
        list[Path], typer.Argument(metavar="RESULT...", help="Result files, or OUT of `grade`.")
    ],
    to: Annotated[Format, typer.Option(help="The format.")],
    out: Annotated[
        Path | None, typer.Option("-o", "--out", metavar="FILE", help="Instead of printing it.")
    ] = None,
    roster: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="Who is in the class, a CSV file (csv, json, canvas, moodle)."
        ),
    ] = None,
    column: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="What the gradebook calls the column (canvas, moodle)."),
    ] = None,
    raw: Annotated[
        bool, typer.Option("--raw", help="Leave lateness out: the other tool reckons with it.")
    ] = False,
    for_research: Annotated[
        bool,
        typer.Option("--pseudonyms", help="No names, and nothing that students wrote (csv, json)."),
    ] = False,
    key: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help=f"The secret behind the pseudonyms, made if it is not there; OUT/{KEY_FILE} if not given.",
        ),
    ] = None,
    course: Course = None,
) -> None:
    """Write results in the format of another tool.

    `csv` and `json` are for spreadsheets and programs, `canvas` and `moodle` for a gradebook's
    import (with `--roster`), `otter` is the final_grades.csv of `otter grade`. `gradescope` makes a
    results.json of one result; `junit` makes XML; `github` prints workflow commands and appends a
    summary to $GITHUB_STEP_SUMMARY, or writes it to FILE.

    **The roster** has a column `submission` (as in grades.csv; empty for somebody who handed
    nothing in) and any of `name`, `email`, `section`, `canvas_id`, `sis_user_id`, `sis_login_id`,
    `moodle_idnumber`, `moodle_username`, `submitted` (a time with its zone, as in
    2026-12-01T23:59:00+01:00) and, for an extension, `deadline` or `extra_days`. A student
    without a hand-in is "missing" in csv and json, with empty cells and no zero. canvas and moodle
    have no row for a student without points: an empty cell would remove what the gradebook holds.

    **Lateness** is `deadline` and `[late]` of assignment.toml against the roster's times. The
    penalty and what is left stand beside the raw points; canvas and moodle get what is left, or
    with `--raw` the raw points. Where nobody knows when it was handed in, nothing is taken off.

    The exit code is 1 if a result needs staff (no results.json is written then) or a hand-in is
    not in the roster.

    **Examples**

    - `autograder export grades/ --to csv --roster roster.csv -o class.csv`
    - `autograder export grades/ --to json -o class.json`
    - `autograder export grades/ --to csv --pseudonyms --key ~/course.key -o research.csv`
    - `autograder export grades/ --to canvas --roster roster.csv --column "Losses (4711)" -o canvas.csv`
    - `autograder export grades/ --to moodle --roster roster.csv -o moodle.csv`
    - `autograder export grades/ --to otter -o final_grades.csv`
    - `autograder export grades/results/alice.json --to gradescope -o results.json`
    - `autograder export grades/ --to junit -o grades/junit.xml`
    - `autograder export grades/ --to github`
    """
    _refuse("--roster", roster, to, (*_DATA, *_GRADEBOOKS))
    _refuse("--column", column, to, _GRADEBOOKS)
    _refuse("--pseudonyms", for_research, to, _DATA)
    _refuse("--raw", raw, to, _OF_A_CLASS)
    if key is not None and not for_research:
        raise UsageError("--key is for --pseudonyms; add it, or leave --key out")
    grades = results.read(paths)
    needs_staff = any(grade.error is not None for grade in grades)
    if to in _OF_A_CLASS:
        known = Roster.read(roster) if roster is not None else Roster()
        found = _assignment(grades[0].assignment, course, needed=known.tells_times and not raw)
        of = assembled(grades, known, found, is_raw=raw or to == Format.OTTER)
        if for_research:
            _write(_for_research(to, of, key or _key_beside(paths)), out)
        else:
            _write(_of_a_class(to, of, column), out)
        for note in notes(of, known.file, _LISTED[to](of) if to in _LISTED else of.entries):
            warn(printable(note))
        needs_staff |= any(entry.student is None for entry in of.entries) and roster is not None
    elif to == Format.GRADESCOPE:
        _write_one(grades, out)
    elif to == Format.JUNIT:
        _write(junit(grades), out)
    else:
        typer.echo(workflow_commands(grades), nl=False)
        _write_summary(step_summary(grades), out)
    raise typer.Exit(needs_staff)


def _refuse(option: str, given: object, to: Format, takers: Collection[Format]) -> None:
    if given and to not in takers:
        raise UsageError(f"{option} is for --to {', '.join(takers)}; leave it out with {to}")


def _assignment(slug: str, course: Path | None, *, needed: bool) -> Assignment | None:
    """The assignment of the results; None where it is not at hand and not needed: without times,
    only its title would be."""
    try:
        return assignment.load(course or assignment.find_course(Path.cwd()), slug)
    except UsageError as error:
        if needed or course is not None:
            raise UsageError(f"{error}; the deadline is in its assignment.toml") from None
        return None


def _of_a_class(to: Format, of: Class, column: str | None) -> str:
    if to == Format.CANVAS:
        return canvas.canvas(of, column)
    if to == Format.MOODLE:
        return moodle.moodle(of, column)
    return {Format.CSV: spreadsheet, Format.JSON: document, Format.OTTER: final_grades}[to](of)


def _for_research(to: Format, of: Class, key: Path) -> str:
    secret = pseudonyms.key(key)
    warn(printable(f"who is who can be worked out with {key}: keep it, and keep it to yourself"))
    if to == Format.CSV:
        return pseudonyms.pseudonymous_spreadsheet(of, secret)
    return pseudonyms.pseudonymous_document(of, secret)


def _key_beside(paths: Sequence[Path]) -> Path:
    folders = [path for path in paths if path.is_dir()]
    if len(folders) != 1:
        raise UsageError("which key makes the pseudonyms? name a file with --key FILE")
    return folders[0] / KEY_FILE


def _write_one(grades: Sequence[Grade], out: Path | None) -> None:
    if len(grades) != 1:
        raise UsageError(f"gradescope takes one result, found {len(grades)}; name one file")
    (grade,) = grades
    if grade.error is not None:
        reason = f"{grade.submission} needs staff: {grade.error}"
        typer.echo(f"autograder: {printable(reason)}", err=True)
    else:
        _write(gradescope(grade), out)


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
