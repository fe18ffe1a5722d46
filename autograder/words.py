"""A worker's words, made into what graders may hold: of none of them the type is trusted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


class Raised(Exception):
    """The student's code raised, hung or died. ``kind`` is the exception's type.

    Besides Python's own, kinds are ``Unknown`` (a name that is not defined), ``NotNumeric``,
    ``OutOfTime``, ``OutOfMemory``, ``OutOfProcessorTime``, ``WorkerTimeout``, ``WorkerDied`` and
    ``Malformed``. A hostile worker may claim any kind: a grader may let one cost points or choose
    words, never earn points.
    """

    def __init__(self, kind: str, text: str, line: tuple[str, int] | None = None) -> None:
        super().__init__(f"{kind}: {text}")
        self.kind = kind
        self.text = text
        self.line = line


@dataclass(frozen=True)
class Description:
    """What a target is; see ``worker._describe``. ``parameters``: name, kind, required."""

    is_class: bool
    is_callable: bool
    is_none: bool
    type: str
    parameters: tuple[tuple[str, str, bool], ...] | None
    bases: tuple[str, ...]
    own: tuple[str, ...]

    @property
    def positional(self) -> int | None:
        """How many positional parameters must be given."""
        if self.parameters is None:
            return None
        return sum(required and "POSITIONAL" in kind for _, kind, required in self.parameters)


def description(data: dict[str, Any]) -> Description:
    """From the answer to ``describe``. Raises Raised."""
    parameters = data.get("parameters")
    return Description(
        is_class=data.get("class") is True,
        is_callable=data.get("callable") is True,
        is_none=data.get("none") is True,
        type=text(data.get("type"), 200),
        parameters=None if parameters is None else tuple(map(_parameter, _listed(parameters))),
        bases=tuple(text(base, 200) for base in _listed(data.get("bases"))),
        own=tuple(text(name, 200) for name in _listed(data.get("own"))),
    )


def _parameter(entry: object) -> tuple[str, str, bool]:
    name, kind, required = _listed(entry, 3)
    return text(name, 200), text(kind, 200), required is True


def _listed(value: object, count: int | None = None) -> list[Any]:
    """A list, of ``count`` items. Raises Raised, as what is made of a worker's words does."""
    if not isinstance(value, list) or (count is not None and len(value) != count):
        raise Raised("Malformed", "a description without its fields")
    return value


def text(value: object, most: int) -> str:
    """A worker's words: short, and nothing that a terminal or a page would take for more."""
    if not isinstance(value, str):
        raise Raised("Malformed", "a text that is none")
    return "".join(
        letter if letter.isprintable() or letter == "\n" else " " for letter in value[:most]
    )


def raised(error: object) -> Raised:
    """From the ``error`` of an answer."""
    if not isinstance(error, dict):
        return Raised("Malformed", "an error without its fields")
    kind, said = error.get("type"), error.get("text")
    try:
        kind = text(kind, 200).replace("\n", " ") or "Exception"
        return Raised(kind, text(said, 2000), _line(error.get("line")))
    except Raised as malformed:
        return malformed


def _line(line: object) -> tuple[str, int] | None:
    if line is None:
        return None
    cell, number = _listed(line, 2)
    if type(number) is not int or not 0 < number < 1_000_000:
        raise Raised("Malformed", "a line without its number")
    return text(cell, 100), number
