"""What several commands take, and how they speak to staff while they work."""

from __future__ import annotations

import secrets
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Annotated

import typer

from autograder import summary
from autograder.isolation import Level

Course = Annotated[
    Path | None,
    typer.Option(
        help="The course folder; looked for upward from here if not given.", metavar="DIR"
    ),
]
Slug = Annotated[
    str | None,
    typer.Option(
        "-a",
        "--assignment",
        metavar="SLUG",
        envvar="AUTOGRADER_ASSIGNMENT",
        help="Which assignment; the course's only one if not given.",
    ),
]
Named = Annotated[
    str | None,
    typer.Argument(
        metavar="SLUG",
        envvar="AUTOGRADER_ASSIGNMENT",
        help="Which assignment; the course's only one if not given.",
    ),
]
"""As ``Slug``, for commands that are about an assignment and take no hand-ins."""
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


def warn(line: str) -> None:
    """A line for staff, on stderr."""
    typer.echo(f"autograder: warning: {line}", err=True)


def new_seed(seed: int | None) -> int:
    """``seed``, or a fresh one."""
    return secrets.randbits(63) if seed is None else seed


def busy(what: str) -> AbstractContextManager[object]:
    """Says on a terminal that something takes a while."""
    return summary.console(stderr=True).status(what)
