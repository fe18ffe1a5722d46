"""Planted texts that can lie over one solution together, because none touches what another uses.

Six mistakes in six parts cost one grading then instead of six. A text that spoils another is
found out, as the group's grade is not what it should be; one that makes up for what another lacks
would not be. So names decide: what one text binds, another may neither bind nor use, unless both
bind it in the same words.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar

from autograder.mistake import PlantedMistake, Variant

Planted = TypeVar("Planted", PlantedMistake, Variant)


@dataclass(frozen=True)
class _Names:
    """What a text binds, with the statement that does it, and every name in it. ``spreads``: what
    it changes can't be told from its names."""

    bound: Mapping[str, str]
    mentioned: frozenset[str]
    spreads: bool

    def disturbs(self, other: _Names) -> bool:
        return self.spreads or any(
            name in other.mentioned and other.bound.get(name) != statement
            for name, statement in self.bound.items()
        )


def groups(solution: str, planted: Iterable[Planted]) -> list[list[Planted]]:
    """All of ``planted`` in groups of disjoint parts and of names that don't meet."""
    common = _names(solution).bound
    found: list[list[tuple[Planted, _Names]]] = []
    for item in planted:
        names = _without(_names(item.text), common)
        for group in found:
            if not any(_clash(item, names, *member) for member in group):
                group.append((item, names))
                break
        else:
            found.append([(item, names)])
    return [[item for item, _ in group] for group in found]


def parts(planted: PlantedMistake | Variant) -> frozenset[str]:
    """The parts that it is about, or may take with it."""
    if isinstance(planted, Variant):
        return frozenset(planted.parts)
    return planted.spoils | {planted.part}


def _clash(one: Planted, names: _Names, other: Planted, others: _Names) -> bool:
    together = parts(one) & parts(other)
    return bool(together) or names.disturbs(others) or others.disturbs(names)


def _without(names: _Names, common: Mapping[str, str]) -> _Names:
    """Less what is bound as the solution binds it, ``import tensorflow as tf`` for instance."""
    own = {name: how for name, how in names.bound.items() if common.get(name) != how}
    return _Names(own, names.mentioned, names.spreads)


def _names(text: str) -> _Names:
    try:
        tree = ast.parse(text)
    except SyntaxError:  # it is graded, repaired, all the same
        return _Names({}, frozenset(), spreads=True)
    bound = {name: ast.dump(node) for node in tree.body for name in _bound(node)}
    used = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    return _Names(bound, frozenset(used | bound.keys()), any(map(_spreads, tree.body)))


def _bound(statement: ast.stmt) -> Iterator[str]:
    """The global names that a statement binds; also some of a function's own if it is nested."""
    if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        yield statement.name
        inside = [node for node in ast.walk(statement) if isinstance(node, ast.Global)]
        yield from (name for node in inside for name in node.names)
        return
    for node in ast.walk(statement):
        match node:
            case ast.Import(names=names) | ast.ImportFrom(names=names):
                yield from ((alias.asname or alias.name.split(".")[0]) for alias in names)
            case ast.Name(id=name, ctx=ast.Store()):
                yield name
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
                yield name


def _spreads(statement: ast.stmt) -> bool:
    """Whether it is a call for its effect, an import of everything, or gives something that has a
    name an attribute."""
    match statement:
        case ast.Expr(value=ast.Call()):
            return True
        case ast.ImportFrom(names=[ast.alias(name="*")]):
            return True
        case ast.Assign(targets=targets):
            return any(isinstance(target, ast.Attribute | ast.Subscript) for target in targets)
    return False
