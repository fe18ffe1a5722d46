"""Code as a list of statements in which names, layout and comments count for nothing.

Whoever renames variables, re-wraps lines and strips comments changes none of it.
"""

from __future__ import annotations

import ast
import contextlib
import functools
import io
import itertools
import keyword
import re
import tokenize
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from tokenize import TokenInfo

from autograder.source import span

MIN_WORDS = 3
"""A comment of fewer tells nothing of its author."""
_LAYOUT = (tokenize.NL, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER, tokenize.ENCODING)


@dataclass(frozen=True)
class Statement:
    """One line of thought. ``tokens`` are those of a statement (of a compound one, of its head)
    with its names made alike, or a ``#`` and the words of a comment; ``text`` is how it was
    written."""

    tokens: tuple[str, ...]
    text: str

    @property
    def is_comment(self) -> bool:
        return self.tokens[0] == "#"


def statements(program: str) -> list[Statement]:
    """The statements of a program and the comments and docstrings in its definitions, in their
    order; of one that was cut short, those of the definitions before."""
    return [each for text in _definitions(program) for each in _of_definition(text)]


@functools.lru_cache(1024)
def _of_definition(text: str) -> tuple[Statement, ...]:
    # alone: the names of one definition say nothing of another's
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # a student's "\d"
            names = _Names(ast.parse(text))
        tokens = list(tokenize.generate_tokens(io.StringIO(text).readline))
    except (SyntaxError, ValueError, RecursionError, MemoryError, tokenize.TokenError):
        return ()
    return tuple(_statements(tokens, names))


def _definitions(program: str) -> list[str]:
    """The statements at the margin, each as a text of its own with what follows it; if the program
    does not parse, of what stands before its last definition."""
    for text in (program, program.rpartition("\n\n\n")[0]):
        with contextlib.suppress(SyntaxError, ValueError, RecursionError, MemoryError):
            starts = [span(node)[0] for node in ast.parse(text).body]
            lines = text.split("\n")
            ends = [*starts, len(lines) + 1][1:]
            return ["\n".join(lines[a - 1 : b - 1]) for a, b in zip(starts, ends, strict=True)]
    return []


def _statements(tokens: list[TokenInfo], names: _Names) -> Iterator[Statement]:
    line = list[TokenInfo]()
    for token in tokens:
        if token.type == tokenize.COMMENT:
            yield from comments(token.string)
        elif token.type == tokenize.NEWLINE:
            yield from _statement(line, names)
            line = []
        elif token.type not in _LAYOUT:
            line.append(token)


def _statement(line: list[TokenInfo], names: _Names) -> Iterator[Statement]:
    if len(line) == 1 and line[0].type == tokenize.STRING:
        yield from comments(line[0].string)
    elif line:
        yield Statement(names.alike(line), _written(line))


def comments(text: str) -> Iterator[Statement]:
    """The lines of a comment, a docstring or a handout that say something."""
    for line in text.splitlines():
        words = re.findall(r"\w+", line.casefold())
        if len(words) >= MIN_WORDS:
            yield Statement(("#", *words), line.strip())


def _written(line: list[TokenInfo]) -> str:
    """The statement in one line, with a blank where there was any space."""
    parts = [line[0].string]
    for before, token in itertools.pairwise(line):
        parts += [" " if before.end != token.start else "", token.string]
    return "".join(parts)


class _Names:
    """The names that a text binds. Parameters are told apart by their places, others by where they
    first come in a statement; those that come from elsewhere, as ``tf``, are what they are."""

    def __init__(self, tree: ast.AST) -> None:
        self._places: dict[str, str] = {}
        self._bound = set[str]()
        self._attributes = set[str]()
        for node in ast.walk(tree):
            if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
                self._bound.add(node.id)
            elif isinstance(node, ast.Attribute) and not isinstance(node.ctx, ast.Load):
                self._attributes.add(node.attr)
            elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                self._bound.add(node.name)
            elif isinstance(node, ast.arguments):
                every = [each.arg for each in (*node.posonlyargs, *node.args, *node.kwonlyargs)]
                named = every[1:] if every[:1] == ["self"] else every
                for place, name in enumerate(named, 1):  # 2 of 2 is the predictions everywhere
                    self._places.setdefault(name, f"p{place}/{len(named)}")

    def alike(self, line: list[TokenInfo]) -> tuple[str, ...]:
        """The tokens of a statement, with alike names for what it names."""
        seen: dict[str, str] = {}
        before = ["", *(token.string for token in line)]
        return tuple(self._of(token, last, seen) for token, last in zip(line, before, strict=False))

    def _of(self, token: TokenInfo, before: str, seen: dict[str, str]) -> str:
        name = token.string
        if token.type != tokenize.NAME or keyword.iskeyword(name):
            return name
        if before == ".":
            return (
                seen.setdefault(f".{name}", f"a{len(seen)}") if name in self._attributes else name
            )
        if name in self._places:
            return self._places[name]
        return seen.setdefault(name, f"v{len(seen)}") if name in self._bound else name
