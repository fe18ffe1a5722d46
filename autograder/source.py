"""Cells of source text, and what it takes to make them Python again.

A cell is parsed alone, so one that is broken costs only itself. What a notebook allows and
Python doesn't (magics, shell lines, a stray indentation) is neutralised; every such repair is
noted, because staff and the student should know that what ran is not quite what was handed in.
"""

from __future__ import annotations

import ast
import functools
import itertools
import re
import warnings
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

MAX_PIECES = 2000
"""A script that falls into more is left whole: each piece is parsed alone."""
_COMMAND = re.compile(
    r"""
    (?P<indent>[ \t]*+)
    (?: [%!?] | (?:pip|conda)[ ]install\b                # %magic, !shell, ?help, automagic
      | [^\n=\#'"(]++=[ \t]*+[%!]                       # x = !ls
      | [\w.]++\?\??[ \t]*+$ )                          # help?
    (?:\\\n|[^\n])*+                                    # the whole line, and what continues it
    """,
    re.VERBOSE | re.MULTILINE,
)
"""Only good where a statement may start: elsewhere such lines are Python."""
_TOKEN = re.compile(
    r"""
    \"{3}(?:\\.|[^\\"]|"(?!""))*+(?:\"{3})? | '{3}(?:\\.|[^\\']|'(?!''))*+(?:'{3})?
    | "(?:\\.|[^\\"\n])*+"? | '(?:\\.|[^\\'\n])*+'?
    | \#[^\n]*+ | \\\n | [\w \t]++ | .
    """,
    re.VERBOSE | re.DOTALL,
)
_OTTER = "otter-grader"
"""Its installation is handed out with every notebook for Colab, and so nothing to tell."""
_KEEPING_MAGICS = frozenset(["time", "timeit", "capture", "prun"])
"""Cell magics that run the cell's Python; the others hold another language."""
_PERCENT = re.compile(r"# ?(?:%%(?!\w)|In\s*\[)")
"""Not ``# %%time``: that is a magic which Colab commented out, not the start of a cell."""
_MAGIC = re.compile(r"\s*%%([\w!.-]{0,20})")
_TOP_LEVEL = re.compile(r"@|def |class |async def |import |from ")
_UNINDENTED = re.compile(r"(?!(?:elif|else|except|finally)\b)[^\s#)\]}]")
_DEFINITION = re.compile(r"def |class |async def ")


@dataclass(frozen=True)
class Cell:
    """A piece of source: where it stands in the hand-in, its text, and what was repaired."""

    name: str
    text: str
    repairs: tuple[str, ...] = ()

    @functools.cached_property
    def tree(self) -> ast.Module | None:
        """The parsed cell, None if it does not parse."""
        return _parse(self.text)


def _parse(text: str) -> ast.Module | None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a student's "\d" is none of the instructor's business
        try:
            return ast.parse(text)
        except (SyntaxError, ValueError, MemoryError, RecursionError):
            return None


def repaired(cell: Cell) -> Cell:
    """The cell, with as little changed as makes it parse; unchanged if nothing helps."""
    if cell.text.lstrip().startswith("%%"):
        return repaired(_without_cell_magic(cell))
    return mended(cell)


def mended(cell: Cell) -> Cell:
    """As ``repaired``, of a text that starts with no cell magic."""
    straight = (cell, _dedented(cell), _tabs_expanded(cell, 4), _tabs_expanded(cell, 8))
    for each in dict.fromkeys(straight):  # most of them are the cell itself
        for candidate in (each, _without_magics(each)):
            if candidate.tree is not None:
                return candidate
    return cell


def changed(cell: Cell, text: str, what: str) -> Cell:
    """The cell with another text and a note on ``what`` was done; itself if nothing was."""
    if text == cell.text:
        return cell
    return replace(cell, text=text, repairs=(*cell.repairs, f"{cell.name}: {what}"))


def _without_cell_magic(cell: Cell) -> Cell:
    match = _MAGIC.match(cell.text)
    assert match is not None  # the caller has looked
    start, magic = match.start(1) - 2, match[1]
    if magic in _KEEPING_MAGICS:
        text = f"{cell.text[:start]}# {cell.text[start:]}"
        return changed(cell, text, f"%%{magic} was left out, its cell was kept")
    commented = re.sub("^", "# ", cell.text, flags=re.MULTILINE)
    return changed(cell, commented, f"a %%{magic} cell is not Python and was left out")


def _without_magics(cell: Cell) -> Cell:
    parts, end, odd = list[str](), 0, False
    for command in _commands(cell.text):
        # `pass` and not nothing: the magic may be all that an indented `try:` holds
        lines = "\n" * command[0].count("\n")
        parts += [cell.text[end : command.start()], command["indent"], "pass", lines]
        end = command.end()
        odd = odd or _OTTER not in command[0]
    text = "".join([*parts, cell.text[end:]])
    if not odd:
        return replace(cell, text=text)
    return changed(cell, text, "notebook commands (lines with %, ! or ?) were left out")


def _commands(text: str) -> Iterator[re.Match[str]]:
    """The notebook commands. What looks like one inside a string or brackets is Python; what
    stands in a command is not looked at, so that ``!echo it's`` opens no string."""
    position, depth, fresh = 0, 0, True
    while position < len(text):
        command = _COMMAND.match(text, position) if fresh else None
        token = command or _TOKEN.match(text, position)
        assert token is not None  # any character is a token
        if command is not None:
            yield command
        elif token[0] in "([{":
            depth += 1
        elif token[0] in ")]}":
            depth = max(0, depth - 1)
        fresh = token[0] == "\n" and depth == 0
        position = token.end()


def _dedented(cell: Cell) -> Cell:
    # as IPython does it: from every line that has it, take what the first is indented by
    first = re.search(r"^([ \t]*+)[^\s#]", cell.text, re.MULTILINE)
    indent = first[1] if first else ""
    text = re.sub(f"^{indent}", "", cell.text, flags=re.MULTILINE)
    return changed(cell, text, "a stray indentation was removed")


def _tabs_expanded(cell: Cell, size: int) -> Cell:
    what = f"tabs and spaces were mixed; a tab was taken for {size} spaces"
    # only what is before the code: a tab in a string is what the student wants to print
    text = re.sub(r"(?m)^[ \t]++", lambda indent: indent[0].expandtabs(size), cell.text)
    return changed(cell, text, what)


def split_script(text: str) -> list[Cell]:
    """A script as cells: whole if it parses, else in pieces, so that only the broken one is lost.

    Pieces end at ``# %%`` and ``# In[1]:`` lines where the script has any, else before each
    unindented definition or import, and where that is not enough before each statement.
    Text in triple quotes is no code, unless a missing quote may have turned all inside out.
    """
    whole = mended(Cell("script", text))
    if whole.tree is not None:
        return [whole]
    cells = [cell for _, cell in itertools.islice(pieces(text), MAX_PIECES + 1)]
    return cells if 1 < len(cells) <= MAX_PIECES else [whole]


def pieces(text: str) -> Iterator[tuple[int, Cell]]:
    """The pieces of a text that does not parse, sound or not, each with its first line.

    Lazy: who stops early has not paid for the rest.
    """
    marked = any(map(_PERCENT.match, text.split("\n")))
    boundaries = [_PERCENT] if marked else [_TOP_LEVEL, _UNINDENTED]
    levels = [(boundary, heeding) for heeding in (True, False) for boundary in boundaries]
    return _split(text, 1, levels)


_Level = tuple[re.Pattern[str], bool]
"""Where pieces end, and whether strings are heeded."""


def _split(text: str, first: int, levels: Sequence[_Level]) -> Iterator[tuple[int, Cell]]:
    (boundary, heeding), *finer = levels
    strings = _inside_strings(text) if heeding else frozenset[int]()
    for line, piece in _pieces(text, first, boundary, strings):
        cell = Cell(f"line {line}", piece)
        if piece != text:  # which can't be mended, else it would not be split
            cell = mended(cell)
        if finer and (piece == text or cell.tree is None):
            yield from _split(piece, line, finer)
        else:
            yield line, cell


def _pieces(
    text: str, first: int, boundary: re.Pattern[str], strings: frozenset[int]
) -> Iterator[tuple[int, str]]:
    start, held, decorated = first, list[str](), False
    for number, line in enumerate(text.split("\n"), first):
        inside = number - first in strings
        if boundary.match(line) and held and not decorated and not inside:
            yield start, "\n".join(held)
            start, held = number, []
        # a decorator may take several lines; it belongs to the definition that ends them
        decorated = boundary is not _PERCENT and (
            (line.startswith("@") and not inside) or (decorated and not _DEFINITION.match(line))
        )
        held.append(line)
    yield start, "\n".join(held)


def _inside_strings(text: str) -> frozenset[int]:
    """The lines, counted from 0, that start inside a triple-quoted string that has an end."""
    lines, line = set[int](), 0
    for token in _TOKEN.finditer(text):
        count, quotes = token[0].count("\n"), token[0][:3]
        if quotes in ('"""', "'''") and token[0][3:].endswith(quotes):
            lines.update(range(line + 1, line + count + 1))
        line += count
    return frozenset(lines)


def definition(cells: Sequence[Cell], name: str) -> ast.stmt | None:
    """The last top-level ``def``, ``class`` or assignment of ``name``, as written."""
    found = None
    for cell in cells:
        for statement in cell.tree.body if cell.tree else []:
            if name in bound(statement):
                found = statement
    return found


Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


def bound(statement: ast.stmt) -> list[str]:
    """The names that a ``def``, ``class`` or plain assignment binds."""
    if isinstance(statement, Definition):
        return [statement.name]
    if isinstance(statement, ast.Assign):
        targets: list[ast.expr] = statement.targets
    elif isinstance(statement, ast.AnnAssign):
        targets = [statement.target]
    else:
        return []
    return [target.id for target in targets if isinstance(target, ast.Name)]


def cut(cell: Cell, statements: Sequence[tuple[ast.stmt, str]]) -> Cell:
    """The cell with other text, in one line, in place of some statements. All others stay in
    their lines."""
    raw = cell.text.encode(errors="replace")
    starts = [0, *itertools.accumulate(len(line) + 1 for line in raw.split(b"\n"))]
    parts, position = list[bytes](), 0
    for statement, text in sorted(statements, key=lambda each: _position(each[0])):
        first, last = span(statement)
        assert statement.end_col_offset is not None  # ast.parse sets it
        # an empty tuple over several lines: unlike `pass`, it may be followed by `; x = 1`
        lines = b"(" + b"\n" * (last - first) + b")" if last > first else b"pass"
        parts += [raw[position : starts[first - 1] + statement.col_offset], text.encode(), lines]
        position = starts[last - 1] + statement.end_col_offset
    found = replace(cell, text=b"".join([*parts, raw[position:]]).decode(errors="replace"))
    return found if found.tree is not None else cell


def _position(statement: ast.stmt) -> tuple[int, int]:
    return statement.lineno, statement.col_offset


def span(statement: ast.stmt) -> tuple[int, int]:
    """Its first and its last line, counted from 1."""
    decorators = getattr(statement, "decorator_list", [])
    assert statement.end_lineno is not None  # ast.parse sets it
    return min([statement.lineno, *(each.lineno for each in decorators)]), statement.end_lineno


def top_level(cells: Iterable[Cell]) -> Iterator[ast.stmt]:
    """The statements of all cells that parse."""
    for cell in cells:
        yield from cell.tree.body if cell.tree else []


@dataclass
class Names:
    """The names that code binds, in whatever scope, and how often; and those that it uses."""

    bound: Counter[str]
    used: set[str]

    @property
    def unbound(self) -> set[str]:
        """Those that it uses and binds nowhere."""
        return self.used - self.bound.keys()


def names_in(statements: Iterable[ast.stmt]) -> Names:
    """What the statements, and all that is in them, bind and use."""
    names = Names(Counter(), set())
    for node in itertools.chain.from_iterable(map(ast.walk, statements)):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            names.used.add(node.id)
        elif name := _bound_by(node):
            names.bound[name] += 1
    return names


def _bound_by(node: ast.AST) -> str | None:
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.arg):
        return node.arg
    if isinstance(node, ast.alias):
        return alias_name(node)
    if isinstance(node, Definition | ast.ExceptHandler | ast.MatchAs | ast.MatchStar):
        return node.name
    return None


def alias_name(alias: ast.alias) -> str:
    """The name that an import binds."""
    return alias.asname or alias.name.split(".")[0]


def last_bindings(cells: Iterable[Cell]) -> dict[str, tuple[str, int]]:
    """Where each top-level name is bound last: the cell's name and the statement's number."""
    return {
        name: (cell.name, index)
        for cell in cells
        for index, statement in enumerate(cell.tree.body if cell.tree else [])
        for name in bound(statement)
    }


def is_overtaken(cell: Cell, index: int, last: Mapping[str, tuple[str, int]]) -> bool:
    """Whether what the statement binds is bound again after it; ``last``: of ``last_bindings``."""
    names = bound(cell.tree.body[index]) if cell.tree else []
    return any(last[name] != (cell.name, index) for name in names)


def statement_text(cell: Cell, index: int) -> str:
    """The text of the cell's top-level statement ``index``, empty if it has none."""
    body = cell.tree.body if cell.tree else []
    if index >= len(body):
        return ""
    return "\n".join(cell.text.split("\n")[body[index].lineno - 1 : body[index].end_lineno])


def class_statement(cells: Sequence[Cell], name: str) -> ast.ClassDef | None:
    """The ``class`` statement that ``name`` comes from: its own, or the one it is another name of.

    Only the text can tell: what an object says of its own class may be a lie.
    """
    statements = [each for cell in cells if cell.tree for each in at_module_level(cell.tree.body)]
    for statement in reversed(statements):  # what a class is called by is bound after it
        if name not in bound(statement):
            continue
        if isinstance(statement, ast.ClassDef):
            return statement
        value = getattr(statement, "value", None)
        if not isinstance(value, ast.Name):
            return None
        name = value.id
    return None


def at_module_level(body: Sequence[ast.stmt]) -> Iterator[ast.stmt]:
    """The statements, and those in their ``if``, ``try``, ``with`` and loops."""
    waiting = list(reversed(body))  # no recursion: each `elif` is an `if` in an `else`
    while waiting:
        statement = waiting.pop()
        yield statement
        if not isinstance(statement, Definition):
            waiting += reversed(list(_inner(statement)))


def _inner(statement: ast.stmt) -> Iterator[ast.stmt]:
    for name in ("body", "orelse", "handlers", "finalbody"):
        for inner in getattr(statement, name, []):
            yield from inner.body if name == "handlers" else [inner]


def shape(statement: ast.stmt) -> str:
    """The statement without its docstrings, comments and layout: equal for the same code."""
    # a list of its own and no recursion, as in ast.unparse: students' sums may be very long
    parts, waiting = list[str](), list[object]([statement])
    while waiting:
        value = waiting.pop()
        if isinstance(value, ast.AST):
            parts.append(type(value).__name__)
            waiting += [field for name, field in _fields(value)]
        elif isinstance(value, list):
            parts.append(f"[{len(value)}]")
            waiting += value
        else:
            # hex: Python refuses to write very long numbers in decimal
            parts.append(hex(value) if type(value) is int else repr(value))
    return " ".join(parts)


def _fields(node: ast.AST) -> Iterator[tuple[str, object]]:
    for name, value in ast.iter_fields(node):
        yield name, value[1:] if name == "body" and _has_docstring(node) else value


def _has_docstring(node: ast.AST) -> bool:
    return isinstance(node, Definition) and ast.get_docstring(node, clean=False) is not None


def is_hollow(statement: ast.stmt) -> bool:
    """Whether a definition has no body to speak of: only docstrings, ``...``, ``pass`` and
    ``raise NotImplementedError``, in it and in whatever it defines."""
    if isinstance(statement, Definition):
        return all(map(is_hollow, statement.body))
    if isinstance(statement, ast.Raise):
        return any(_mentions(node, "NotImplementedError") for node in ast.walk(statement))
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
        mentions += sum(_mentions(node, name) for node in ast.walk(tree)) if tree else 0
        for statement in tree.body if tree else []:
            if bound(statement) == [name]:
                bindings += 1
                value = getattr(statement, "value", None)
    if value is None or mentions != bindings:
        return None
    try:
        found: object = ast.literal_eval(value)
        return found
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
        return None


def _mentions(node: ast.AST, name: str) -> bool:
    """Whether the node itself says ``name``: as a name, in an import, as ``globals()["name"]``."""
    return any(type(value) is str and value == name for _, value in ast.iter_fields(node))
