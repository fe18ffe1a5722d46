"""What happened while a hand-in's cells ran, in words that staff and students are told."""

from __future__ import annotations

from dataclasses import dataclass, field

from autograder import source
from autograder.words import Raised

MAX_FAILURES = 200
"""Statements that did not run, of which each is told."""


@dataclass(frozen=True)
class LoadFailure:
    """A statement of the hand-in that did not run: in which cell, its text, and why."""

    cell: str
    text: str
    error: Raised


@dataclass
class Loading:
    """The statements that did not run, notes for staff, and what was printed."""

    failures: list[LoadFailure] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    output: str = ""

    def fail(self, cell: source.Cell, index: int, raised: Raised) -> LoadFailure:
        """Keep, and note, that a statement did not run."""
        if len(self.failures) >= MAX_FAILURES:
            self.note("further statements did not run")
            return LoadFailure(cell.name, "", raised)
        failure = LoadFailure(cell.name, source.statement_text(cell, index), raised)
        self.failures.append(failure)
        why = f"{raised.kind}: {_one_line(raised.text)}"
        self.note(f"{place(cell, index, raised)} did not run ({why})")
        return failure

    def note(self, note: str) -> None:
        """Keep a note, once."""
        if note not in self.notes and len(self.notes) < 2 * MAX_FAILURES:
            self.notes.append(note)


def place(cell: source.Cell, index: int, raised: Raised) -> str:
    """Where and what a statement is, in a note's first words."""
    where = f"{cell.name}, line {raised.line[1]}" if raised.line else cell.name
    text = source.statement_text(cell, index)
    first = text.splitlines()[0][:60] if text else ""
    return f"{where}: `{first}`" if first else f"{where}:"


def _one_line(text: str) -> str:
    return " ".join(text.split())[:120]
