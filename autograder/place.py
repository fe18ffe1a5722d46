"""Where in a hand-in's file a name is defined: physical lines, for annotations.

Read from the file's own text, whatever repairs its cells need: an annotation stands where the
student looks, and a wrong one costs nobody a point.
"""

from __future__ import annotations

import bisect
import json
import re
from collections.abc import Iterator, Mapping
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
    ends = [match.end() for match in _LINE_END.finditer(text)]
    found, indented = dict[str, int](), dict[str, int]()
    try:
        for position, line in _notebook(text) if is_notebook else _script(text, ends):
            if match := _BINDING.match(line):
                name = match["function"] or match["class"] or match["variable"]
                target = indented if match["indent"] else found
                target[name] = bisect.bisect_right(ends, position) + 1
    except (ValueError, LookupError, RecursionError):
        return {}
    return {**indented, **found}


def _script(text: str, ends: list[int]) -> Iterator[tuple[int, str]]:
    for start, end in zip([0, *ends], [*ends, len(text)], strict=True):
        yield start, text[start:end]


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
