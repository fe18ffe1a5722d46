"""Students' texts, line by line: code with its colours, output as it is. Nothing in it is markup."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

from autograder.pages.page import plain

MAX_LINES = 200
"""Further ones are not shown."""
MAX_WIDTH = 400
"""Characters of a line; nobody reads on there, and pages are sent by mail."""
TAB = 4


@dataclass(frozen=True)
class Listing:
    """Lines as HTML; ``first`` is the number of the first one, None if they have none."""

    lines: tuple[Markup, ...]
    first: int | None


def code(source: str, first: int | None) -> list[Listing]:
    """A definition, and in listings of their own, without numbers, what it uses.

    ``first`` is the line of its ``def`` or ``class`` in the file. Two empty lines end the
    definition: numbers that go on into another place of the file would be wrong.
    """
    definition, gap, others = source.partition("\n\n\n")
    found = [Listing(_coloured(definition), _start(definition, first))]
    return found + ([Listing(_coloured(others), None)] if gap else [])


def output(text: str) -> Listing:
    """What was printed."""
    return Listing(tuple(Markup.escape(line) for line in _lines(text.strip("\n"))), None)


def _start(definition: str, first: int | None) -> int | None:
    """The number of the first line, which may be a decorator's or a comment's."""
    before = 0
    for line in definition.split("\n"):
        if line.lstrip().startswith(("@", "#")):
            before += 1
        else:
            break
    return None if first is None else max(first - before, 1)


def _coloured(source: str) -> tuple[Markup, ...]:
    lexer = PythonLexer(stripnl=False)
    text = highlight("\n".join(_lines(source)), lexer, HtmlFormatter(nowrap=True))
    # no element of Pygments' reaches over the end of a line
    return tuple(map(Markup, text.removesuffix("\n").split("\n")))


def _lines(text: str) -> list[str]:
    lines = text.expandtabs(TAB).split("\n")
    left = len(lines) - MAX_LINES
    shown = [_cut(plain(line)) for line in lines[:MAX_LINES]]
    return [*shown, f"… {left} more lines"] if left > 0 else shown


def _cut(line: str) -> str:
    return line if len(line) <= MAX_WIDTH else f"{line[:MAX_WIDTH]} …"
