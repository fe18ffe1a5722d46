"""Where what a definition uses comes from: the full names of the imported things in its text.

For graders that ask for a student's own work, and must tell it from a library's. Nothing is run.
Followed are imports under any name and in any place, names given to modules and functions
(``L = keras.losses``), ``getattr`` and ``import_module`` with a literal, and the submission's own
definitions that are used on the way: a helper is looked into as well.

Text shows no more than this. Not seen: code inside strings (``exec``), names that are computed
(``getattr(keras, "los" + "ses")``), things reached through an object (``model.loss``), attributes
set from outside (``Own.call = other``), and a library's code that was copied.
"""

from __future__ import annotations

import ast
import builtins
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from autograder import source
from autograder.source import Cell

MAX_STEPS = 50
"""Names that stand for one another, one after the other."""
_IMPORTERS = ("importlib.import_module", "__import__")
_SAME = re.compile(
    r"tensorflow\.(?:(?:_api\.)?(?:compat\.)?v[12]\.)?(?:python\.)?keras\.(?:src\.|api\.)?"
    r"|keras\.(?:src|api)\.(?:_?v[12]\.)?|tf_keras\.(?:src\.)?"
)
_COMPATIBLE = re.compile(r"tensorflow\.(?:_api\.)?(?:compat\.)?v[12]\.")


def used_by(cells: Iterable[Cell], name: str) -> tuple[str, ...]:
    """What the last top-level definition of ``name``, and those that it refers to, use of
    imported modules: ``("keras.losses.Huber", "tensorflow.abs")``, sorted.

    However it was reached, a thing has one name: ``tf.keras.losses.Huber`` is the Keras one.
    """
    text = _Text(cells)
    found, seen, waiting = set[str](), set[str](), [name]
    while waiting:
        each = waiting.pop()
        statement = text.bindings.get(each)
        if each in seen or statement is None:
            continue
        seen.add(each)
        if isinstance(statement, ast.Import | ast.ImportFrom):
            found.update([text.imports[each]] if each == name else [])
            continue
        scope = _Scope(text, statement)
        found.update(scope.full_names())
        waiting += scope.references
    return tuple(sorted(map(_canonical, found)))


def _canonical(name: str) -> str:
    name = _SAME.sub("keras.", name, count=1) if _SAME.match(name) else name
    return _COMPATIBLE.sub("tensorflow.", name, count=1) if _COMPATIBLE.match(name) else name


class _Text:
    """The module-level names of all cells: the statement that binds each last, and what the
    imported ones stand for."""

    def __init__(self, cells: Iterable[Cell]) -> None:
        self.bindings: dict[str, ast.stmt] = {}
        self.imports: dict[str, str] = {}
        self.stars: list[str] = []
        trees = [cell.tree.body for cell in cells if cell.tree]
        for statement in (each for body in trees for each in source.at_module_level(body)):
            self.imports |= dict(_imported([statement]))
            self.bindings |= dict.fromkeys(_bound(statement), statement)
            if isinstance(statement, ast.ImportFrom) and statement.names[0].name == "*":
                self.stars.append(statement.module or "")

    def resolve(self, name: str) -> str | ast.expr | None:
        """What a module-level name stands for: a full name, or an expression still to be read."""
        statement = self.bindings.get(name)
        if isinstance(statement, ast.Import | ast.ImportFrom):
            return self.imports[name]
        if isinstance(statement, ast.Assign | ast.AnnAssign):
            return statement.value
        if statement is None and self.stars and not hasattr(builtins, name):
            return f"{self.stars[-1]}.{name}"
        return None


def _bound(statement: ast.stmt) -> list[str]:
    """As ``source.bound``, with what an import or an unpacking assignment binds."""
    if isinstance(statement, ast.Import | ast.ImportFrom):
        return [source.alias_name(alias) for alias in statement.names if alias.name != "*"]
    if isinstance(statement, ast.Assign):
        return [node.id for target in statement.targets for node in _stored(target)]
    return source.bound(statement)


def _stored(target: ast.expr) -> Iterator[ast.Name]:
    for node in ast.walk(target):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node


def _imported(nodes: Iterable[ast.AST]) -> Iterator[tuple[str, str]]:
    """Each name that imports among the nodes bind, and its full name."""
    for node in nodes:
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield (
                    source.alias_name(alias),
                    alias.name if alias.asname else alias.name.split(".")[0],
                )
        elif isinstance(node, ast.ImportFrom):
            for alias in node.names:
                yield source.alias_name(alias), f"{node.module or ''}.{alias.name}"


@dataclass(frozen=True)
class _Local:
    """The names that a statement binds in itself; an ``alias`` stands for an expression."""

    imports: Mapping[str, str]
    aliases: Mapping[str, ast.expr]
    others: frozenset[str]


class _Scope:
    """One statement, and the names in it. ``references`` are the module's that it uses."""

    def __init__(self, text: _Text, statement: ast.stmt) -> None:
        self.references: list[str] = []
        self._text = text
        self._statement = statement
        self._local = _local_names(statement)

    def full_names(self) -> Iterator[str]:
        """Of the imported things in the statement, each as long as it is written."""
        waiting: list[ast.AST] = [self._statement]
        while waiting:
            node = waiting.pop()
            if isinstance(node, ast.Import | ast.ImportFrom):
                continue  # what is imported is not yet used
            full = self._full_name(node) if isinstance(node, ast.expr) else None
            if full is None:
                waiting += ast.iter_child_nodes(node)
            else:
                yield full

    def _full_name(self, node: ast.expr) -> str | None:
        parts = list[str]()
        for _ in range(MAX_STEPS):
            step = self._step(node)
            if isinstance(step, str):
                return ".".join([step, *reversed(parts)])
            if step is None:
                return None
            node, attribute = step
            parts += [attribute] if attribute else []
        return None

    def _step(self, node: ast.expr) -> str | tuple[ast.expr, str] | None:
        """The full name, or what is to be read in its place and the attribute of that, or None."""
        if isinstance(node, ast.Attribute):
            return node.value, node.attr
        if isinstance(node, ast.Call):
            return self._step_of_call(node)
        if not isinstance(node, ast.Name) or not isinstance(node.ctx, ast.Load):
            return None
        name = node.id
        if name in self._local.imports:
            return self._local.imports[name]
        if name in self._local.aliases:
            return self._local.aliases[name], ""
        if name in self._local.others:
            return None
        self.references.append(name)
        resolved = self._text.resolve(name)
        return (resolved, "") if isinstance(resolved, ast.expr) else resolved

    def _step_of_call(self, node: ast.Call) -> str | tuple[ast.expr, str] | None:
        words = [each.value for each in node.args if isinstance(each, ast.Constant)]
        texts = [word for word in words if isinstance(word, str)]
        if not texts or not isinstance(node.func, ast.Name | ast.Attribute):
            return None
        called = node.func.id if isinstance(node.func, ast.Name) else self._full_name(node.func)
        if called == "getattr" and len(node.args) >= 2:
            return node.args[0], texts[0]
        is_importer = called in _IMPORTERS or self._full_name(node.func) in _IMPORTERS
        return texts[0] if is_importer else None


def _local_names(statement: ast.stmt) -> _Local:
    if not isinstance(statement, source.Definition):  # what it binds is the module's name
        return _Local({}, {}, frozenset())
    inner = [node for each in statement.body for node in ast.walk(each)]
    aliases = {
        target.id: node.value
        for node in inner
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name) and not _mentions(node.value, target.id)
    }
    imports = dict(_imported(inner))
    names = source.names_in([statement]).bound
    names[statement.name] -= 1
    others = {name for name, count in names.items() if count and name not in aliases}
    return _Local(imports, aliases, frozenset(others - imports.keys()))


def _mentions(value: ast.expr, name: str) -> bool:
    """``x = x.y``: to be read in the place of ``x``, that would have to be known before."""
    return any(isinstance(node, ast.Name) and node.id == name for node in ast.walk(value))
