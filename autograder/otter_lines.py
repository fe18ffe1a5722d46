"""The lines that Otter Assign puts into a notebook, told apart from the student's.

They import Otter and check the work at home. A worker has no use for them: Otter may not be
there, takes seconds to import, and its checks are not what is graded. Nothing is run.
"""

from __future__ import annotations

import ast
from collections.abc import Sequence

from autograder.source import Cell, alias_name, at_module_level, bound, cut, names_in, top_level

_USUAL = frozenset(["otter", "Notebook", "grader"])


def without_otter(cells: Sequence[Cell]) -> list[Cell]:
    """The cells without what Otter Assign put in: its import, its notebook object and what is
    asked of that. No note: they are in every notebook that was handed out with Otter."""
    if not any("otter" in cell.text or "grader" in cell.text for cell in cells):
        return list(cells)
    names = _otters_names(cells)
    found = []
    for cell in cells:
        body = at_module_level(cell.tree.body) if cell.tree else iter([])
        cuts = [
            (each, _kept_imports(each))
            for each in body
            if _imports_otter(each) or _asks(each, names)
        ]
        found.append(cut(cell, cuts) if cuts else cell)
    return found


def _otters_names(cells: Sequence[Cell]) -> frozenset[str]:
    """What the cells call Otter, its class Notebook and the objects of that."""
    everything = names_in(top_level(cells))
    statements = [each for cell in cells if cell.tree for each in at_module_level(cell.tree.body)]
    imported = frozenset(
        alias_name(alias)
        for statement in statements
        for alias in getattr(statement, "names", [])
        if _imports_otter(statement) and (_from_otter(statement) or _of_otter(alias.name))
    )
    likely = imported | _USUAL
    own = [each for each in statements if _imports_otter(each) or _asks(each, likely)]
    others = everything.bound - names_in(own).bound
    # a cell may have been deleted: what nothing else binds is what Otter Assign calls it
    names = imported | (_USUAL - others.keys())
    made = {name for each in own if _asks(each, names) for name in bound(each)}
    return names | (made - others.keys())


def _of_otter(module: str | None) -> bool:
    return (module or "").split(".")[0] == "otter"


def _from_otter(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.ImportFrom) and _of_otter(statement.module)


def _imports_otter(statement: ast.stmt) -> bool:
    if isinstance(statement, ast.Import):
        return any(_of_otter(alias.name) for alias in statement.names)
    return _from_otter(statement)


def _asks(statement: ast.stmt, names: frozenset[str]) -> bool:
    """Whether it is, or names, the answer of something so called."""
    if isinstance(statement, ast.Expr | ast.Assign | ast.AnnAssign):
        return _root(statement.value) in names
    return False


def _root(value: ast.expr | None) -> str | None:
    """The name that a chain of calls and attributes starts with."""
    while isinstance(value, ast.Attribute | ast.Call):
        value = value.value if isinstance(value, ast.Attribute) else value.func
    return value.id if isinstance(value, ast.Name) else None


def _kept_imports(statement: ast.stmt) -> str:
    """What else an import of Otter imports."""
    names = statement.names if isinstance(statement, ast.Import) else []
    others = [alias for alias in names if not _of_otter(alias.name)]
    return f"{ast.unparse(ast.Import(others))}; " if others else ""
