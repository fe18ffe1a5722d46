"""A mutant: a program that differs from another one by a single edit.

The edits know Python and nothing else. Names that another may stand for are taken from the
program itself, but for a few pairs of functions (``_TWINS``) that are easily mistaken.
"""

from __future__ import annotations

import difflib
import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import libcst as cst
from libcst import matchers as m
from libcst.metadata import MetadataWrapper, PositionProvider

from autograder.errors import AssignmentError

MAX_SHOWN = 50
"""Characters of code in a description."""
_TWINS = (
    ("maximum", "minimum"),
    ("max", "min"),
    ("square", "abs"),
    ("sqrt", "square"),
    ("exp", "log"),
    ("sum", "mean"),
    ("reduce_sum", "reduce_mean"),
    ("reduce_max", "reduce_min"),
    ("zeros_like", "ones_like"),
    ("any", "all"),
    ("floor", "ceil"),
)
_OPERATORS: dict[type[cst.BaseBinaryOp], tuple[type[cst.BaseBinaryOp], ...]] = {
    cst.Add: (cst.Subtract, cst.Multiply),
    cst.Subtract: (cst.Add, cst.Multiply),
    cst.Multiply: (cst.Divide, cst.Add),
    cst.Divide: (cst.Multiply, cst.FloorDivide),
    cst.FloorDivide: (cst.Divide, cst.Multiply),
    cst.Modulo: (cst.Divide,),
    cst.Power: (cst.Multiply,),
    cst.MatrixMultiply: (cst.Multiply,),
    cst.BitAnd: (cst.BitOr,),
    cst.BitOr: (cst.BitAnd,),
}
_COMMUTATIVE = (cst.Add, cst.Multiply, cst.BitAnd, cst.BitOr)
_COMPARISONS = (
    cst.LessThan,
    cst.LessThanEqual,
    cst.GreaterThan,
    cst.GreaterThanEqual,
    cst.Equal,
    cst.NotEqual,
)

Definition = cst.FunctionDef | cst.ClassDef
Made = tuple[cst.CSTNode, str]
"""What stands in a node's place, and a word on it if the code alone does not tell."""


@dataclass(frozen=True)
class Mutant:
    """``text`` is the definition of ``part`` with one edit; ``diff`` is against the original."""

    id: str
    part: str
    line: int
    description: str
    text: str
    diff: str


def mutants(source: str, part: str) -> Iterator[Mutant]:
    """Every mutant of the last top-level definition of ``part`` in ``source`` that compiles.

    Raises AssignmentError if there is none, or if the source does not parse.
    """
    try:
        wrapper = MetadataWrapper(cst.parse_module(source))
    except cst.ParserSyntaxError as error:
        raise AssignmentError(f"the solution does not parse: {error.message}") from None
    definition = _definition(wrapper.module, part)
    lines = wrapper.resolve(PositionProvider)
    original = _code(definition).lstrip("\n")
    seen, numbers = {original}, itertools.count(1)
    for old, new, word in _edits(definition, _Scope(_attributes(definition))):
        changed = definition.deep_replace(old, new)
        assert isinstance(changed, cst.CSTNode)  # no edit removes the definition
        text = _code(changed).lstrip("\n")
        if text in seen or not _compiles(text):
            continue
        seen.add(text)
        line = lines[old].start.line
        what = word or f"`{_short(_code(old))}` became `{_short(_code(new))}`"
        yield Mutant(
            id=f"{part} {next(numbers)}",
            part=part,
            line=line,
            description=f"line {line} of {part}: {what}",
            text=text,
            diff=_diff(original, text),
        )


def _definition(module: cst.Module, name: str) -> Definition:
    found = [
        node
        for node in module.body
        if isinstance(node, cst.FunctionDef | cst.ClassDef) and node.name.value == name
    ]
    if not found:
        raise AssignmentError(f"the solution has no `def` or `class` of {name} to mutate")
    return found[-1]


def _compiles(text: str) -> bool:
    try:
        compile(text, "<mutant>", "exec", dont_inherit=True)
    except (SyntaxError, ValueError):
        return False
    return True


def _short(code: str) -> str:
    line = " ".join(code.split())
    return line if len(line) <= MAX_SHOWN else f"{line[: MAX_SHOWN - 1]}…"


def _diff(before: str, after: str) -> str:
    lines = difflib.unified_diff(
        before.splitlines(), after.splitlines(), "solution", "mutant", lineterm="", n=2
    )
    return "\n".join(lines)


# --- where edits are made ------------------------------------------------------------------------


@dataclass(frozen=True)
class _Scope:
    """What could be mistaken for each other: ``names`` that are bound here by now, and
    ``attributes`` of the definition as pairs of the object's code and the attribute."""

    attributes: frozenset[tuple[str, str]]
    names: frozenset[str] = frozenset()

    def others(self, node: cst.CSTNode) -> Iterator[cst.CSTNode]:
        if isinstance(node, cst.Name) and node.value in self.names:
            yield from (cst.Name(name) for name in sorted(self.names - {node.value}))
        if isinstance(node, cst.Attribute):
            owner, name = _code(node.value), node.attr.value
            for other in sorted(other for of, other in self.attributes if of == owner):
                if other != name:
                    yield node.with_changes(attr=cst.Name(other))


def _edits(node: cst.CSTNode, scope: _Scope) -> Iterator[tuple[cst.CSTNode, cst.CSTNode, str]]:
    """Each edit below ``node``: what it replaces, by what, and a word on it."""
    if isinstance(node, cst.FunctionDef):
        scope = replace(scope, names=scope.names | _parameters(node))
    for kind, make in _MAKERS:
        if isinstance(node, kind):
            yield from ((node, new, word) for new, word in make(node))
    yield from ((node, other, "") for other in scope.others(node))
    for child in _mutable(node):
        yield from _edits(child, scope)
        scope = replace(scope, names=scope.names | _assigned(child))


def _mutable(node: cst.CSTNode) -> Sequence[cst.CSTNode]:
    """The children in which an edit changes what the program does."""
    if isinstance(node, cst.Attribute):
        return [node.value]
    if isinstance(node, cst.Arg):
        return [node.value]
    if isinstance(node, cst.Param):
        return [node.default] if node.default is not None else []
    if isinstance(node, cst.AnnAssign):
        return [node.value] if node.value is not None else []
    if isinstance(node, cst.Assign):  # a target with another name is a statement removed
        return [node.value, *(t.target for t in node.targets if not m.matches(t.target, m.Name()))]
    if isinstance(node, cst.FunctionDef):
        return [node.params, node.body]
    if isinstance(node, cst.ClassDef):
        return [node.body]
    if _is_docstring(node):
        return []
    return node.children


def _is_docstring(node: cst.CSTNode) -> bool:
    text = m.SimpleString() | m.ConcatenatedString()
    return m.matches(node, m.SimpleStatementLine(body=[m.Expr(value=text)]))


def _parameters(function: cst.FunctionDef) -> frozenset[str]:
    found = m.findall(function.params, m.Param())
    names = {each.name.value for each in found if isinstance(each, cst.Param)}
    return frozenset(names - {"self", "cls"})


def _assigned(statement: cst.CSTNode) -> frozenset[str]:
    """The names that a statement assigns; none for what has a scope of its own."""
    if not isinstance(statement, cst.SimpleStatementLine):
        return frozenset()
    found = m.findall(statement, m.AssignTarget(target=m.Name()))
    targets = [each.target for each in found if isinstance(each, cst.AssignTarget)]
    return frozenset(target.value for target in targets if isinstance(target, cst.Name))


def _attributes(definition: cst.CSTNode) -> frozenset[tuple[str, str]]:
    found = m.findall(definition, m.Attribute())
    return frozenset(
        (_code(each.value), each.attr.value) for each in found if isinstance(each, cst.Attribute)
    )


def _code(node: cst.CSTNode) -> str:
    return cst.Module([]).code_for_node(node)


# --- the edits -----------------------------------------------------------------------------------


def _of_operation(node: cst.BinaryOperation) -> Iterator[Made]:
    for operator in _OPERATORS.get(type(node.operator), ()):
        yield node.with_changes(operator=operator()), ""
    if not isinstance(node.operator, _COMMUTATIVE):
        yield node.with_changes(left=_bracketed(node.right), right=_bracketed(node.left)), ""
    yield _bracketed(node.left), ""
    yield _bracketed(node.right), ""


def _of_sign(node: cst.UnaryOperation) -> Iterator[Made]:
    yield _bracketed(node.expression), ""


def _of_comparison(node: cst.Comparison) -> Iterator[Made]:
    for index, target in enumerate(node.comparisons):
        for operator in _COMPARISONS:
            if not isinstance(target.operator, operator):
                changed = list(node.comparisons)
                changed[index] = target.with_changes(operator=operator())
                yield node.with_changes(comparisons=changed), ""


def _of_boolean(node: cst.BooleanOperation) -> Iterator[Made]:
    other = cst.Or if isinstance(node.operator, cst.And) else cst.And
    yield node.with_changes(operator=other()), ""
    yield _bracketed(node.left), ""
    yield _bracketed(node.right), ""


def _of_number(node: cst.Float | cst.Integer) -> Iterator[Made]:
    value = float(node.value) if isinstance(node, cst.Float) else int(node.value, 0)
    kind = type(value)
    for other in dict.fromkeys((kind(0), kind(1), kind(2), value / 2, 2 * value, value + 1)):
        if other != value:
            yield cst.parse_expression(repr(other)), ""
    if value:
        yield _negated(node), ""


def _of_name(node: cst.Name) -> Iterator[Made]:
    opposite = {"True": "False", "False": "True"}.get(node.value)
    if opposite is not None:
        yield cst.Name(opposite), ""


def _of_text(node: cst.SimpleString) -> Iterator[Made]:
    yield cst.SimpleString('""'), ""


def _of_choice(node: cst.IfExp) -> Iterator[Made]:
    yield _bracketed(node.body), ""
    yield _bracketed(node.orelse), ""


def _of_call(node: cst.Call) -> Iterator[Made]:
    arguments = list(node.args)
    plain = [k for k, arg in enumerate(arguments) if arg.keyword is None and not arg.star]
    for k in plain:
        yield _bracketed(arguments[k].value), ""
    for one, other in itertools.combinations(plain, 2):
        swapped = list(arguments)
        swapped[one] = arguments[one].with_changes(value=arguments[other].value)
        swapped[other] = arguments[other].with_changes(value=arguments[one].value)
        yield node.with_changes(args=swapped), ""
    for k in range(len(arguments)):
        rest = arguments[:k] + arguments[k + 1 :]
        if rest:
            rest[-1] = rest[-1].with_changes(comma=cst.MaybeSentinel.DEFAULT)
        yield node.with_changes(args=rest), ""
    yield from _of_callee(node)


def _of_callee(node: cst.Call) -> Iterator[Made]:
    name = node.func.attr if isinstance(node.func, cst.Attribute) else node.func
    if not isinstance(name, cst.Name):
        return
    for twins in _TWINS:
        if name.value in twins:
            other = cst.Name(twins[name.value == twins[0]])
            yield node.with_deep_changes(name, value=other.value), ""


def _of_statement(node: cst.SimpleStatementLine) -> Iterator[Made]:
    if not _is_docstring(node) and not m.matches(node, m.SimpleStatementLine(body=[m.Pass()])):
        code = _short(_code(node.with_changes(leading_lines=())))
        yield node.with_changes(body=[cst.Pass()], leading_lines=()), f"`{code}` was removed"


def _of_return(node: cst.Return) -> Iterator[Made]:
    if node.value is not None:
        yield node.with_changes(value=cst.Name("None")), ""
        yield node.with_changes(value=_negated(node.value)), ""


def _of_assignment(node: cst.Assign) -> Iterator[Made]:
    yield node.with_changes(value=_negated(node.value)), ""


def _of_condition(node: cst.If | cst.While) -> Iterator[Made]:
    negated = cst.UnaryOperation(cst.Not(), _bracketed(node.test))
    yield node.with_changes(test=negated), f"`{_short(_code(node.test))}` was negated"


def _of_parameters(node: cst.Parameters) -> Iterator[Made]:
    params = list(node.params)
    for k, parameter in enumerate(params):
        follows_default = any(earlier.default is not None for earlier in params[:k])
        if parameter.default is not None and not follows_default:  # else it is no Python
            changed = list(params)
            bare = cst.MaybeSentinel.DEFAULT
            changed[k] = parameter.with_changes(default=None, equal=bare)
            word = f"the default of `{parameter.name.value}` was removed"
            yield node.with_changes(params=changed), word
    for one, other in itertools.combinations(range(len(params)), 2):
        if "self" not in (params[one].name.value, params[other].name.value):
            changed = list(params)
            changed[one] = params[one].with_changes(name=params[other].name)
            changed[other] = params[other].with_changes(name=params[one].name)
            yield node.with_changes(params=changed), ""


def _of_class(node: cst.ClassDef) -> Iterator[Made]:
    for k, base in enumerate(node.bases):
        rest = [*node.bases[:k], *node.bases[k + 1 :]]
        word = f"the base `{_short(_code(base.value))}` was dropped"
        yield node.with_changes(bases=rest), word


def _of_block(node: cst.IndentedBlock) -> Iterator[Made]:
    for k, statement in enumerate(node.body):
        if isinstance(statement, cst.FunctionDef):
            word = f"`def {statement.name.value}` was removed"
            body = [*node.body[:k], cst.parse_statement("pass"), *node.body[k + 1 :]]
            yield node.with_changes(body=body), word


def _of_function(node: cst.FunctionDef) -> Iterator[Made]:
    for k, decorator in enumerate(node.decorators):
        rest = [*node.decorators[:k], *node.decorators[k + 1 :]]
        code = _short(_code(decorator))
        yield node.with_changes(decorators=rest), f"`{code}` was dropped"


def _bracketed(node: cst.BaseExpression) -> cst.BaseExpression:
    """The expression in brackets where it is more than one word: it may stand anywhere."""
    simple = cst.Name | cst.Attribute | cst.Call | cst.Float | cst.Integer | cst.Subscript
    if isinstance(node, simple) or node.lpar:
        return node
    return node.with_changes(lpar=[cst.LeftParen()], rpar=[cst.RightParen()])


def _negated(node: cst.BaseExpression) -> cst.BaseExpression:
    return cst.UnaryOperation(
        cst.Minus(), _bracketed(node), lpar=[cst.LeftParen()], rpar=[cst.RightParen()]
    )


_MAKERS: tuple[tuple[type | tuple[type, ...], Callable[..., Iterator[Made]]], ...] = (
    (cst.BinaryOperation, _of_operation),
    (cst.UnaryOperation, _of_sign),
    (cst.Comparison, _of_comparison),
    (cst.BooleanOperation, _of_boolean),
    ((cst.Float, cst.Integer), _of_number),
    (cst.Name, _of_name),
    (cst.SimpleString, _of_text),
    (cst.IfExp, _of_choice),
    (cst.Call, _of_call),
    (cst.SimpleStatementLine, _of_statement),
    (cst.Return, _of_return),
    (cst.Assign, _of_assignment),
    ((cst.If, cst.While), _of_condition),
    (cst.Parameters, _of_parameters),
    (cst.ClassDef, _of_class),
    (cst.IndentedBlock, _of_block),
    (cst.FunctionDef, _of_function),
)
