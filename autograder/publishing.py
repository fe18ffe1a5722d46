"""The commands that write what was graded for others: pages, and the formats of other tools."""

from __future__ import annotations

import typer

from autograder.exports import command

app = typer.Typer()
app.add_typer(command.app)
