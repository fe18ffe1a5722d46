"""Where in a hand-in's file a name is defined: physical lines, for annotations.

Read from the file's own text, whatever repairs its cells need: an annotation stands where the
student looks, and a wrong one costs nobody a point.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

_BINDING = re.compile(
    r"""(?P<indent>[ \t]*+)
    (?: (?:async[ \t]++)?+ def[ \t]++ (?P<function>\w++) [ \t]*+ \(
      | class[ \t]++ (?P<class>\w++) [ \t]*+ [(:]
      | (?P<variable>\w++) [ \t]*+ (?: :[^=\n]++ )?+ =(?!=) )""",
    re.VERBOSE,
)
_LINE_END = re.compile(r"\r\n|\r|\n")
_GAP = re.compile(r"[\s,:]*+")
_DECODER = json.JSONDecoder()


def lines(text: str, is_notebook: bool) -> Mapping[str, int]:
    """The line, from 1, of the last definition of each name in a script or a notebook's JSON.

    One at the margin counts before one that is indented. A notebook that is not JSON has none.
    """
    found, indented = dict[str, int](), dict[str, int]()
    try:
        pieces = _notebook(text) if is_notebook else _script(text)
        for number, line in _numbered(text, pieces):
            if match := _BINDING.match(line):
                name = match["function"] or match["class"] or match["variable"]
                (indented if match["indent"] else found)[name] = number
    except (ValueError, LookupError, RecursionError, TypeError):
        return {}
    return {**indented, **found}


def _numbered(text: str, pieces: Iterable[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    """Lines for positions, which rise. Counted on the way: a list of all line ends of a file that
    has nothing else would take a gigabyte."""
    number, counted = 1, 0
    for position, line in pieces:
        number += sum(text.count(end, counted, position) for end in "\r\n")
        number -= text.count("\r\n", counted, position)
        counted = position
        yield number, line


def _script(text: str) -> Iterator[tuple[int, str]]:
    start = 0
    for line in _LINE_END.finditer(text):
        yield start, text[start : line.start()]
        start = line.end()
    yield start, text[start:]


def _notebook(text: str) -> Iterator[tuple[int, str]]:
    """Every line of source in code cells, and where in the JSON the string that holds it starts."""
    book = _members(text, _skip(text, 0))
    sheets = [book]
    if "worksheets" in book:  # nbformat 2 and 3
        sheets = [_members(text, at) for at, _ in _values(text, book["worksheets"][0])]
    for sheet in sheets:
        for at, cell in _values(text, sheet["cells"][0]):
            if isinstance(cell, dict) and cell.get("cell_type", "code") == "code":
                yield from _sources(text, _members(text, at))


def _sources(text: str, cell: Mapping[str, tuple[int, Any]]) -> Iterator[tuple[int, str]]:
    at, source = cell.get("source") or cell.get("input") or (0, "")
    strings = _values(text, at) if isinstance(source, list) else [(at, source)]
    for position, string in strings:
        for line in _LINE_END.split(string) if isinstance(string, str) else ():
            yield position, line


def _members(text: str, start: int) -> dict[str, tuple[int, Any]]:
    """The members of the JSON object at ``start``: where each value starts, and the value."""
    values = _values(text, start)
    return {key: found for (_, key), found in zip(values, values, strict=False)}


def _values(text: str, start: int) -> Iterator[tuple[int, Any]]:
    """What stands between the brackets at ``start``: keys too, in an object."""
    at = _skip(text, start + 1)
    while text[at] not in "]}":
        value, end = _DECODER.raw_decode(text, at)
        yield at, value
        at = _skip(text, end)


def _skip(text: str, at: int) -> int:
    match = _GAP.match(text, at)
    assert match is not None  # it may be empty
    return match.end()
