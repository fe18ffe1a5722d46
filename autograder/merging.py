"""Two edits of the same definition as one: what a program with both mistakes looks like."""

from __future__ import annotations

import ast
import difflib
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class _Edit:
    """Lines ``start`` to ``end`` of the base, replaced by others."""

    start: int
    end: int
    lines: tuple[str, ...]


def merged(base: str, one: str, other: str, name: str) -> str | None:
    """The definition of ``name`` in ``base`` with the edits of both texts, below whatever else the
    two hold; None if the edits meet, are the same, or do not make a program."""
    lines = _definition(base, name)
    edits_one, edits_other = (_edits(lines, _definition(text, name)) for text in (one, other))
    edits = {*edits_one, *edits_other}
    if len(edits) < len(edits_one) + len(edits_other):
        return None
    text = _applied(lines, sorted(edits, key=lambda edit: (edit.start, edit.end)))
    if text is None:
        return None
    program = "\n".join([*_others(one, name), *_others(other, name), *text])
    return program if _parses(program) else None


def changed_lines(base: str, text: str, name: str) -> int:
    """In how many lines the definition of ``name`` differs; none of the layout's count."""
    edits = _edits(_definition(base, name), _definition(text, name))
    return sum(max(edit.end - edit.start, len(edit.lines)) for edit in edits)


def _definition(text: str, name: str) -> list[str]:
    """The lines of the last definition of ``name``: without comments, docstrings and layout, in
    which two authors differ."""
    found = [each for each in ast.parse(text).body if getattr(each, "name", None) == name]
    for definition in found[-1:]:
        _strip_docstrings(definition)
        return ast.unparse(definition).split("\n")
    return []


def _others(text: str, name: str) -> list[str]:
    body = ast.parse(text).body
    return [ast.unparse(each) for each in body if getattr(each, "name", None) != name]


def _strip_docstrings(definition: ast.stmt) -> None:
    for node in ast.walk(definition):
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and ast.get_docstring(node):
            node.body = node.body[1:] or [ast.Pass()]


def _edits(base: Sequence[str], changed: Sequence[str]) -> list[_Edit]:
    matcher = difflib.SequenceMatcher(None, base, changed, autojunk=False)
    return [
        _Edit(start, end, tuple(changed[first:last]))
        for kind, start, end, first, last in matcher.get_opcodes()
        if kind != "equal"
    ]


def _applied(base: Sequence[str], edits: Sequence[_Edit]) -> list[str] | None:
    """The base with every edit; None if two of them meet."""
    lines, position = list[str](), 0
    for edit in edits:
        if edit.start < position or (edit.start == edit.end == position and position):
            return None
        lines += [*base[position : edit.start], *edit.lines]
        position = edit.end
    return [*lines, *base[position:]]


def _parses(program: str) -> bool:
    try:
        ast.parse(program)
    except SyntaxError:
        return False
    return True
