"""Cells of source text, and what it takes to make them Python again.

A cell is parsed alone, so one that is broken costs only itself. What a notebook allows and
Python doesn't (magics, shell lines, a stray indentation) is neutralised; every such repair is
noted, because staff and the student should know that what ran is not quite what was handed in.
"""

from __future__ import annotations

import ast
import re
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

_LINE_MAGIC = re.compile(r"^(\s*)(?:[\w\s,.]+=\s*)?[%!?]")
_HELP = re.compile(r"^(\s*)[\w.]+\?{1,2}\s*$")
_KEEPING_MAGICS = frozenset(["time", "timeit", "capture", "prun"])
"""Cell magics that run the cell's Python; the others hold another language."""
_PERCENT = re.compile(r"^# ?(?:%%|In\s*\[)")
_TOP_LEVEL = re.compile(r"^(?:@|def |class |async def |import |from |quiz_answers\b)")


@dataclass(frozen=True)
class Cell:
    """A piece of source: where it stands in the hand-in, its text, and what was repaired."""

    name: str
    text: str
    repairs: tuple[str, ...] = ()

    @property
    def tree(self) -> ast.Module | None:
        """The parsed cell, None if it does not parse."""
        return _parse(self.text)


def _parse(text: str) -> ast.Module | None:
    try:
        return ast.parse(text)
    except (SyntaxError, ValueError, MemoryError, RecursionError):
        return None


def repaired(cell: Cell) -> Cell:
    """The cell, with as little changed as makes it parse; unchanged if nothing helps."""
    if cell.text.lstrip().startswith("%%"):
        return repaired(_without_cell_magic(cell))
    if cell.tree is not None:
        return cell
    for repair in (_without_magics, _dedented, _tabs_expanded):
        candidate = repair(cell)
        if candidate.tree is not None:
            return candidate
        magic_free = _without_magics(candidate)
        if magic_free.tree is not None:
            return magic_free
    return cell


def _note(cell: Cell, text: str, what: str) -> Cell:
    if text == cell.text:
        return cell
    return replace(cell, text=text, repairs=(*cell.repairs, f"{cell.name}: {what}"))


def _without_cell_magic(cell: Cell) -> Cell:
    first, _, rest = cell.text.lstrip().partition("\n")
    magic = first[2:].split()[0] if first[2:].split() else ""
    if magic in _KEEPING_MAGICS:
        return _note(cell, f"# {first}\n{rest}", f"%%{magic} was left out, its cell was kept")
    commented = "\n".join(f"# {line}" for line in cell.text.splitlines())
    return _note(cell, commented, f"a %%{magic} cell is not Python and was left out")


def _without_magics(cell: Cell) -> Cell:
    # `pass` and not nothing: the magic may be all that an indented `try:` holds
    text = "\n".join(
        re.sub(r"^(\s*).*", r"\1pass", line)
        if _LINE_MAGIC.match(line) or _HELP.match(line)
        else line
        for line in cell.text.split("\n")
    )
    return _note(cell, text, "notebook commands (lines with %, ! or ?) were left out")


def _dedented(cell: Cell) -> Cell:
    return _note(cell, textwrap.dedent(cell.text), "a stray indentation was removed")


def _tabs_expanded(cell: Cell) -> Cell:
    text = cell.text.expandtabs(4)
    return _note(cell, text, "tabs and spaces were mixed; a tab was taken for four spaces")


def split_script(text: str) -> list[Cell]:
    """A script as cells: whole if it parses, else in pieces, so that only the broken one is lost.

    Pieces end at ``# %%`` and ``# In[1]:`` lines where the script has any, else before each
    unindented definition or import.
    """
    whole = repaired(Cell("script", text))
    if whole.tree is not None:
        return [whole]
    marked = any(_PERCENT.match(line) for line in text.splitlines())
    pieces = list(_pieces(text, _PERCENT if marked else _TOP_LEVEL))
    if len(pieces) == 1:
        return [whole]
    return [repaired(Cell(f"line {line}", piece)) for line, piece in pieces]


def _pieces(text: str, boundary: re.Pattern[str]) -> Iterator[tuple[int, str]]:
    start, held, decorated = 1, list[str](), False
    for number, line in enumerate(text.split("\n"), 1):
        if boundary.match(line) and held and not decorated:
            yield start, "\n".join(held)
            start, held = number, []
        decorated = line.startswith("@")
        held.append(line)
    yield start, "\n".join(held)


def definition(cells: Sequence[Cell], name: str) -> ast.stmt | None:
    """The last top-level ``def``, ``class`` or assignment of ``name``, as written."""
    found = None
    for cell in cells:
        for statement in cell.tree.body if cell.tree else []:
            if name in _bound(statement):
                found = statement
    return found


def _bound(statement: ast.stmt) -> list[str]:
    if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return [statement.name]
    if isinstance(statement, ast.Assign):
        targets: list[ast.expr] = statement.targets
    elif isinstance(statement, ast.AnnAssign):
        targets = [statement.target]
    else:
        return []
    return [target.id for target in targets if isinstance(target, ast.Name)]


def shape(statement: ast.stmt) -> str:
    """The statement without its docstrings, comments and layout: equal for the same code."""
    copy = ast.parse(ast.unparse(statement))
    for node in ast.walk(copy):
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and ast.get_docstring(node) is not None:
            node.body = node.body[1:] or [ast.Expr(ast.Constant(...))]
    return ast.dump(copy)


def is_hollow(statement: ast.stmt) -> bool:
    """Whether a definition has no body to speak of: only docstrings, ``...``, ``pass`` and
    ``raise NotImplementedError``, in it and in whatever it defines."""
    if isinstance(statement, ast.FunctionDef | ast.ClassDef):
        return all(map(is_hollow, statement.body))
    if isinstance(statement, ast.Raise):
        return "NotImplementedError" in ast.unparse(statement)
    constant = isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)
    return constant or isinstance(statement, ast.Pass)


def literal(cells: Sequence[Cell], name: str) -> object | None:
    """The value of ``name`` if it is only ever bound at top level, and to literals; else None.

    Nothing is run. Any other mention that could change it (an item set, a method called, a
    second name for it) makes this None: then only running the code can tell.
    """
    mentions = bindings = 0
    value: ast.expr | None = None
    for cell in cells:
        tree = cell.tree
        for node in ast.walk(tree) if tree else []:
            mentions += isinstance(node, ast.Name) and node.id == name
        for statement in tree.body if tree else []:
            if name in _bound(statement):
                bindings += 1
                value = getattr(statement, "value", None)
    if value is None or mentions != bindings:
        return None
    try:
        found: object = ast.literal_eval(value)
        return found
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
        return None
