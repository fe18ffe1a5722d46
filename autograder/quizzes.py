"""The commands for quizzes alone."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from autograder import assignment
from autograder.errors import UsageError
from autograder.exports import quiz_gift, quiz_markdown, quiz_qti
from autograder.files import write_atomically
from autograder.options import Course, Named, warn
from autograder.quiz import Quiz

app = typer.Typer(no_args_is_help=True)


class Format(StrEnum):
    QTI = "qti"
    GIFT = "gift"
    MARKDOWN = "markdown"


@app.callback()
def quiz() -> None:
    """Take an assignment's quiz elsewhere."""


@app.command()
def export(
    to: Annotated[Format, typer.Option(help="The format.")],
    slug: Named = None,
    out: Annotated[
        Path | None, typer.Option("-o", "--out", metavar="FILE", help="Instead of printing it.")
    ] = None,
    course: Course = None,
) -> None:
    """Write the quiz, with its key and the reasons, for Canvas, for Moodle or for staff to read.

    `qti` is a zip with QTI 1.2 for Canvas: Settings, Import Course Content, "QTI .zip file".
    `gift` is a text for Moodle: Question bank, Import, "GIFT format". `markdown` is a page. What
    the other side does in another way is said in a line each. Students get `quiz.md` in the
    assignment's folder, never these files.

    **Examples**

    - `autograder quiz export custom_losses --to qti -o quiz.zip`
    - `autograder quiz export custom_losses --to gift -o quiz.gift.txt`
    - `autograder quiz export --to markdown -o key.md`
    """
    found = assignment.load(course or assignment.find_course(Path.cwd()), slug)
    if found.quiz is None:
        raise UsageError(f"{found.slug} has no quiz; expected [quiz] in its assignment.toml")
    if out is None and to == Format.QTI:
        raise UsageError("qti is a zip; name the file for it with -o FILE")
    content, remarks = _exported(found.quiz, found.title, to)
    for remark in remarks:
        warn(remark)
    if out is None:
        typer.echo(content, nl=False)
    else:
        write_atomically(out, content)
        typer.echo(f"wrote {out}")
    warn(f"{out or 'this'} holds the key: keep it from students")


def _exported(quiz: Quiz, title: str, to: Format) -> tuple[str | bytes, Iterable[str]]:
    if to == Format.QTI:
        return quiz_qti.qti(quiz, title), quiz_qti.remarks(quiz)
    if to == Format.GIFT:
        return quiz_gift.gift(quiz, title), quiz_gift.remarks(quiz)
    return quiz_markdown.markdown(quiz, title), ()
