"""What a submission defines a name as, for people to read: text only, nothing is run."""

from __future__ import annotations

import ast
from collections import deque
from collections.abc import Iterable, Mapping

from autograder.disk import printable
from autograder.source import Cell, at_module_level, bound, names_in, span

MAX_TEXT = 8000
"""Characters."""
MAX_PIECES = 20
"""Statements: the definition, and those of what it is made of."""
_CUT = "\n# … cut short"


def excerpt(cells: Iterable[Cell], name: str) -> str:
    """The last definition of ``name``, then those of the global names that it uses, and that
    these use; empty if there is none. Nothing in it steers a terminal or turns a line round."""
    known = _definitions(cells)
    order = {each: place for place, each in enumerate(known)}
    told, waiting = dict[ast.stmt, str](), deque([name])
    while waiting and len(told) < MAX_PIECES:
        cell, statement = known.get(waiting.popleft(), (None, None))
        if cell is None or statement is None or statement in told:
            continue
        told[statement] = _text(cell, statement)
        used = names_in([statement]).unbound & known.keys()
        waiting += sorted(used, key=order.__getitem__)
    text = "\n\n\n".join(told.values())
    return text if len(text) <= MAX_TEXT else text[: MAX_TEXT - len(_CUT)] + _CUT


def _definitions(cells: Iterable[Cell]) -> Mapping[str, tuple[Cell, ast.stmt]]:
    """By name, where it is bound last: at the margin if anywhere, else in an ``if`` or ``try``."""
    inner, outer = dict[str, tuple[Cell, ast.stmt]](), dict[str, tuple[Cell, ast.stmt]]()
    for cell in cells:
        body = cell.tree.body if cell.tree else []
        inner |= {name: (cell, each) for each in at_module_level(body) for name in bound(each)}
        outer |= {name: (cell, each) for each in body for name in bound(each)}
    return {**inner, **outer}


def _text(cell: Cell, statement: ast.stmt) -> str:
    first, last = span(statement)
    lines = cell.text.split("\n")[first - 1 : last]
    return "\n".join("\t".join(map(printable, line.split("\t"))) for line in lines)
