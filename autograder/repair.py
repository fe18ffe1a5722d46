"""What befalls notebooks on their way, undone as far as the text alone can tell.

Cells that were deleted, duplicated, merged or turned into text. Nothing is run. What is missing
is told from the stub that students were given; every repair is noted, in one sentence for staff.
"""

from __future__ import annotations

import ast
import builtins
import itertools
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Self

from autograder.otter_lines import without_otter
from autograder.shuffle import VERSION
from autograder.source import (
    MAX_PIECES,
    Cell,
    Definition,
    alias_name,
    bound,
    changed,
    cut,
    is_hollow,
    mended,
    names_in,
    pieces,
    shape,
    span,
    top_level,
)

MAX_ROUNDS = 5
"""Text cells that name what other text cells define are looked for so many times."""
_CODE = (
    *(ast.Import, ast.ImportFrom, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef),
    *(ast.Assign, ast.AugAssign, ast.If, ast.For, ast.While, ast.Try, ast.With, ast.Match),
)
"""Statements that no sentence is by chance: ``Note: this`` and ``Done`` are Python, too."""
_BEGINS_AS_CODE = re.compile(
    r"@|(?:async )?def \w|class \w|import \w|from [\w.]++ import|\w[\w.\[\]\"']*+[ \t]*+="
)
_CHANGING = frozenset(["update", "setdefault", "__setitem__", "pop", "clear"])
_LOOKING = frozenset(["print", "display", "pprint", "len", "type", "str", "repr", "sorted"])
"""Functions that change nothing of what they are given."""


# --- cells that were merged --------------------------------------------------------------------


def split(cells: Sequence[Cell]) -> list[Cell]:
    """The cells, and of those that do not parse what does: prose that a merge brought in is lost
    alone. What looks like code and is broken is put last in cells of its own, to be told of."""
    found, broken, left = list[Cell](), list[Cell](), MAX_PIECES
    known = {name for each in top_level(cells) if not _says_nothing(each) for name in bound(each)}
    for cell in cells:
        parts = [] if cell.tree else list(itertools.islice(pieces(cell.text), left + 1))
        sound, *rest = _sound(cell, parts, known) if 0 < len(parts) <= left else [cell]
        found.append(sound)
        broken += rest
        left = max(0, left - len(parts))
    return [*found, *broken]


_Parts = Sequence[tuple[int, Cell]]
"""Pieces of a cell, each with its first line."""


def _sound(cell: Cell, parts: _Parts, known: Collection[str]) -> list[Cell]:
    def is_wanted(statement: ast.stmt) -> bool:
        if isinstance(statement, ast.Expr):
            return isinstance(statement.value, ast.Call)
        # at home the cell never ran: it changed nothing that another cell says
        return _is_code(statement) and not any(name in known for name in bound(statement))

    kept = _kept(cell, parts, is_wanted)
    if kept is None:
        return [cell]
    used, code, prose = list[Cell](), list[tuple[int, Cell]](), list[int]()
    for line, part in parts:
        if any(map(is_wanted, top_level([part]))):
            used.append(part)
        elif part.tree is None and _BEGINS_AS_CODE.match(part.text):
            code.append((line, part))
        elif part.tree is None or part.repairs:  # `Why?` is a command, and was mended away
            prose.append(line)
    what = "it does not parse as a whole; its pieces were read one by one"
    if prose:
        what = f"text that is no code was left out (line {prose[0]}{_more(len(prose) - 1)})"
    repairs = [f"{cell.name}, {repair}" for part in used for repair in part.repairs]
    sound = changed(replace(cell, repairs=(*cell.repairs, *repairs)), kept, what)
    return [sound, *([Cell(f"{cell.name}, rest", _laid_out(cell, code))] if code else [])]


def _is_code(statement: ast.stmt) -> bool:
    if isinstance(statement, ast.AnnAssign):
        return statement.value is not None
    return isinstance(statement, _CODE)


def _more(count: int) -> str:
    return f" and {count} more" if count else ""


def _kept(cell: Cell, parts: _Parts, is_wanted: Callable[[ast.stmt], bool]) -> str | None:
    """The wanted statements in what parses, each in its line; None if there is none."""
    lines = [""] * (cell.text.count("\n") + 1)
    for first, part in parts:
        text = part.text.split("\n")
        for start, end in map(span, filter(is_wanted, top_level([part]))):
            lines[first + start - 2 : first + end - 1] = text[start - 1 : end]
    kept = "\n".join(lines)
    return kept if kept.strip() and Cell(cell.name, kept).tree is not None else None


def _laid_out(cell: Cell, parts: _Parts) -> str:
    lines = [""] * (cell.text.count("\n") + 1)
    for first, part in parts:
        text = part.text.split("\n")
        lines[first - 1 : first - 1 + len(text)] = text
    return "\n".join(lines)


# --- what only the stub can tell ---------------------------------------------------------------


Prose = Sequence[tuple[int, Cell]]
"""Cells of text, each with the number of code cells before it."""


def restored(
    cells: Sequence[Cell], prose: Prose, stub: Sequence[Cell]
) -> tuple[tuple[Cell, ...], tuple[str, ...]]:
    """The cells after every repair that needs to know ``stub``, and the notes on these."""
    found, retyped = _with_retyped(cells, prose, stub)
    found, copies = _without_copies(found, stub)
    found, imports = _with_imports(found, stub)
    return tuple(found), (*retyped, *copies, *imports)


def _defined(stub: Sequence[Cell]) -> list[str]:
    return list(dict.fromkeys(name for each in top_level(stub) for name in bound(each)))


def _with_retyped(
    cells: Sequence[Cell], prose: Prose, stub: Sequence[Cell]
) -> tuple[list[Cell], list[str]]:
    """Takes cells of text for code if they define what is missing: a name of the stub, or one
    that the code uses."""
    taken: dict[int, Cell] = {}
    untried, left = dict(enumerate(cell for _, cell in prose)), MAX_PIECES
    words = {index: set(re.findall(r"\w++", cell.text)) for index, cell in untried.items()}
    for _ in range(MAX_ROUNDS):
        names = names_in(top_level([*cells, *taken.values()]))
        missing = ({*_defined(stub)} - names.bound.keys()) | (names.unbound - set(dir(builtins)))
        promising = [index for index in untried if words[index] & missing]
        for index in promising:
            parts = list(itertools.islice(_parts_of_prose(untried[index].text), left + 1))
            cell, is_short = untried.pop(index), len(parts) <= left
            left = max(0, left - len(parts))
            if is_short and (code := _retyped(cell, parts, missing, names.bound)):
                taken[index] = code
        if not promising:
            break
    found = without_otter(_in_place(cells, prose, taken)) if taken else list(cells)
    return found, [note for _, cell in sorted(taken.items()) for note in cell.repairs]


def _parts_of_prose(text: str) -> Iterator[tuple[int, Cell]]:
    """Whole if it is nothing but code; else in pieces, which the fences of Markdown end as well."""
    whole = mended(Cell("text", text))
    if whole.tree is not None:
        yield 1, whole
        return
    for first, inside in _between_fences(text):
        segment = mended(Cell("text", inside))
        if segment.tree is not None:
            yield first, segment
        else:
            yield from ((first + line - 1, part) for line, part in pieces(inside))


def _between_fences(text: str) -> Iterator[tuple[int, str]]:
    first, held = 1, list[str]()
    for number, line in enumerate(text.split("\n"), 1):
        if line.lstrip()[:3] in ("```", "~~~"):
            yield first, "\n".join(held)
            first, held = number + 1, []
        else:
            held.append(line)
    yield first, "\n".join(held)


def _retyped(
    cell: Cell, parts: _Parts, missing: Collection[str], known: Collection[str]
) -> Cell | None:
    """The code in a cell of text, but for what is ``known`` from cells of code; None if it
    defines nothing that is ``missing``."""
    text = _kept(
        cell, parts, lambda each: _is_code(each) and not any(name in known for name in bound(each))
    )
    if text is None:
        return None
    code = replace(cell, text=text)
    names = [name for each in top_level([code]) for name in _binds(each) if name in missing]
    what = f"it is text that holds code, which was read for {_listed(names)}"
    return replace(code, repairs=(f"{cell.name}: {what}",)) if names else None


def _binds(statement: ast.stmt) -> list[str]:
    if isinstance(statement, ast.Import | ast.ImportFrom):
        return list(map(alias_name, statement.names))
    return bound(statement)


def _listed(names: Iterable[str]) -> str:
    shown = [name[:40] for name in dict.fromkeys(names)]
    return ", ".join(shown[:6]) + _more(len(shown[6:]))


def _in_place(cells: Sequence[Cell], prose: Prose, taken: dict[int, Cell]) -> list[Cell]:
    found, done = list[Cell](), 0
    for index, cell in sorted(taken.items()):
        before = prose[index][0]
        found += [*cells[done:before], cell]
        done = before
    return [*found, *cells[done:]]


def _without_copies(cells: Sequence[Cell], stub: Sequence[Cell]) -> tuple[list[Cell], list[str]]:
    """Leaves out copies of a definition of the stub that are empty and come after a filled one."""
    given = {name: shape(each) for each in top_level(stub) for name in bound(each)}
    cuts, notes = dict[int, list[ast.stmt]](), list[str]()
    for name, stub_shape in given.items():
        original, copies = _copies(cells, name, stub_shape)
        for index, copy in copies if original else []:
            cuts.setdefault(index, []).append(copy)
            what = f"an empty copy of {name} was left out; it is filled in in {original}"
            notes.append(f"{cells[index].name}: {what}")
    return [_without(cell, cuts.get(index, [])) for index, cell in enumerate(cells)], notes


_Place = tuple[int, ast.stmt]
"""The cell, counted from 0, and the statement."""


def _copies(cells: Sequence[Cell], name: str, given: str) -> tuple[str | None, list[_Place]]:
    """The last cell that fills ``name`` in, and the empty definitions after it."""
    filled, copies = None, list[_Place]()
    for index, cell in enumerate(cells):
        for statement in top_level([cell]):
            if name not in bound(statement):
                continue
            if _is_empty(statement, given):
                copies.append((index, statement))
            else:
                filled, copies = cell.name, []
    if filled and copies and _is_begun_anew(cells, name, copies[0]):
        return None, []
    return filled, copies


def _without(cell: Cell, statements: Sequence[ast.stmt]) -> Cell:
    unique = {id(each): each for each in statements}.values()
    return cut(cell, [(each, "") for each in unique]) if unique else cell


def _is_empty(statement: ast.stmt, given: str) -> bool:
    """Whether a definition is as the stub gave it, or says nothing."""
    same = isinstance(statement, Definition) and shape(statement) == given
    return same or _says_nothing(statement)


def _says_nothing(statement: ast.stmt) -> bool:
    if isinstance(statement, Definition):
        return is_hollow(statement)
    return _is_blank(getattr(statement, "value", None))


def _is_blank(value: object) -> bool:
    """Whether it is a dictionary without answers."""
    return isinstance(value, ast.Dict) and all(
        (isinstance(each, ast.Constant) and each.value in ("", None, ...))
        or (isinstance(each, ast.List | ast.Tuple | ast.Set) and not each.elts)
        or (isinstance(key, ast.Constant) and key.value == VERSION)
        for key, each in zip(value.keys, value.values, strict=True)
    )


def _is_begun_anew(cells: Sequence[Cell], name: str, copy: _Place) -> bool:
    """Whether an empty dictionary or definition is filled in later, item by item or by another
    name: then it is no copy."""
    index, statement = copy
    body = list(top_level([cells[index]]))
    later = [*body[body.index(statement) + 1 :], *top_level(cells[index + 1 :])]
    # a loss is handed to compile and the like, which do not change it
    changed = _stored if isinstance(statement, Definition) else _changed
    nodes = (node for each in later for node in ast.walk(each))
    return any(getattr(found, "id", None) == name for node in nodes for found in changed(node))


def _stored(node: ast.AST) -> Iterator[object]:
    yield _target(node)


def _changed(node: ast.AST) -> Iterator[object]:
    """What a node changes in place, or gives to somebody who may."""
    yield _target(node)
    if isinstance(node, ast.Assign):
        yield node.value
    if isinstance(node, ast.Call) and getattr(node.func, "id", "") not in _LOOKING:
        yield from node.args
        yield from (keyword.value for keyword in node.keywords)


def _target(node: ast.AST) -> object:
    """What a node changes in place, if anything."""
    stores = isinstance(node, ast.Subscript | ast.Attribute) and isinstance(node.ctx, ast.Store)
    if isinstance(node, ast.AugAssign):
        return node.target
    if stores or (isinstance(node, ast.Attribute) and node.attr in _CHANGING):
        return getattr(node, "value", None)
    return None


def _with_imports(cells: Sequence[Cell], stub: Sequence[Cell]) -> tuple[list[Cell], list[str]]:
    """Puts imports of the stub first that the code can't do without and has nowhere."""
    found = names_in(top_level(cells))
    missing = found.unbound if "*" not in found.bound else ()  # who knows what that brings in
    lines, names = list[str](), list[str]()
    for statement in top_level(stub):
        if not isinstance(statement, ast.Import | ast.ImportFrom) or _is_future(statement):
            continue
        wanted = [alias for alias in statement.names if alias_name(alias) in missing]
        names += map(alias_name, wanted)
        if isinstance(statement, ast.Import):
            lines += [ast.unparse(ast.Import([alias])) for alias in wanted]
        elif wanted:
            lines.append(ast.unparse(ast.ImportFrom(statement.module, wanted, statement.level)))
    if not lines:
        return list(cells), []
    note = f"the import of {_listed(names)} was missing and was put back"
    return [Cell("imports", "\n".join(lines)), *cells], [note]


def _is_future(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.ImportFrom) and statement.module == "__future__"


# --- whether anything was filled in ------------------------------------------------------------


@dataclass(frozen=True)
class Given:
    """The code that was handed out: the shapes of its statements and the names these bind."""

    shapes: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()

    @classmethod
    def of(cls, cells: Sequence[Cell]) -> Self:
        """As the cells have it, whatever they look like and say in comments and docstrings."""
        statements = list(top_level(cells))
        names = frozenset(name for each in statements for name in bound(each))
        return cls(frozenset(map(shape, statements)), names)

    def is_untouched(self, cells: Sequence[Cell]) -> bool:
        """Whether nothing was filled in: a file may have been opened, tried out and saved again.
        What does not parse may be work."""
        broken = " ".join(cell.text for cell in cells if cell.tree is None)
        if not self.names.isdisjoint(re.findall(r"\w++", broken)):
            return False
        return all(map(self._is_nothing_new, top_level(cells)))

    def _is_nothing_new(self, statement: ast.stmt) -> bool:
        if _says_nothing(statement) or self.names.isdisjoint(_touched(statement)):
            return True
        return shape(statement) in self.shapes


NOTHING_GIVEN = Given()
"""Where it is not known what was handed out: then every file may be work."""


def _touched(statement: ast.stmt) -> Iterator[str]:
    """The names that a statement binds or changes."""
    yield from bound(statement)
    for node in ast.walk(statement) if not isinstance(statement, Definition) else []:
        target = _target(node)
        if isinstance(target, ast.Name):
            yield target.id
