"""Mutation operators: each yields small faults that a programmer could have made, as replacements of text in one file.

A replacement works on bytes, because `ast` counts columns in UTF-8 bytes. Nodes inside f-strings are left alone: Python
3.11 gives them wrong positions.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from tests.mutation.signatures import Signatures


@dataclass(frozen=True)
class Edit:
    """One fault: which text of the file becomes which other text."""

    operator: str
    node: ast.AST
    start: int
    end: int
    text: str


@dataclass(frozen=True)
class Source:
    """A file's bytes, with the offset of each of its lines, and the functions it may call."""

    content: bytes
    starts: tuple[int, ...]
    signatures: Signatures

    def offset(self, line: int, column: int) -> int:
        return self.starts[line - 1] + column

    def span(self, node: ast.expr | ast.stmt) -> tuple[int, int]:
        assert node.end_lineno is not None
        assert node.end_col_offset is not None
        return self.offset(node.lineno, node.col_offset), self.offset(node.end_lineno, node.end_col_offset)

    def text(self, node: ast.expr | ast.stmt) -> str:
        start, end = self.span(node)
        return self.content[start:end].decode("utf-8")


def source_of(content: bytes, signatures: Signatures) -> Source:
    starts = [0]
    for line in content.split(b"\n"):
        starts.append(starts[-1] + len(line) + 1)
    return Source(content, tuple(starts), signatures)


def _replace(source: Source, operator: str, node: ast.expr | ast.stmt, text: str) -> Edit:
    return Edit(operator, node, *source.span(node), text)


def negate_condition(node: ast.AST, source: Source) -> Iterator[Edit]:
    tests: list[ast.expr] = []
    if isinstance(node, ast.If | ast.While | ast.IfExp):
        tests = [node.test]
    elif isinstance(node, ast.comprehension):
        tests = node.ifs
    for test in tests:
        if not isinstance(test, ast.Constant):
            yield _replace(source, "negate condition", test, f"(not ({source.text(test)}))")


COMPARISONS: Mapping[type[ast.cmpop], str] = MappingProxyType(
    {
        ast.Lt: "<=", ast.LtE: "<", ast.Gt: ">=", ast.GtE: ">", ast.Eq: "!=", ast.NotEq: "==",
        ast.Is: "is not", ast.IsNot: "is", ast.In: "not in", ast.NotIn: "in",
    }
)  # fmt: skip
"""Operator → its neighbour: an order moves its bound, the others turn round."""


def swap_comparison(node: ast.AST, source: Source) -> Iterator[Edit]:
    if isinstance(node, ast.Compare) and len(node.ops) == 1:
        left, right = source.text(node.left), source.text(node.comparators[0])
        yield _replace(source, "swap comparison", node, f"(({left}) {COMPARISONS[type(node.ops[0])]} ({right}))")


def change_constant(node: ast.AST, source: Source) -> Iterator[Edit]:
    if isinstance(node, ast.Constant):
        if isinstance(node.value, bool):
            yield _replace(source, "flip bool", node, str(not node.value))
        elif isinstance(node.value, int | float):
            yield _replace(source, "constant by one", node, f"({source.text(node)} + 1)")


def drop_statement(node: ast.AST, source: Source) -> Iterator[Edit]:
    """Drop a call, a raise, or an assignment to an attribute or an entry; a local name left unbound proves little."""
    effect = (
        (isinstance(node, ast.Expr) and isinstance(node.value, ast.Call) and not _logs(node.value))
        or isinstance(node, ast.Raise | ast.Delete | ast.AugAssign)
        or (isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Attribute | ast.Subscript))
    )
    if effect:
        assert isinstance(node, ast.stmt)
        yield _replace(source, "drop statement", node, "pass")


def _logs(call: ast.Call) -> bool:
    function = call.func
    return (
        isinstance(function, ast.Attribute)
        and isinstance(function.value, ast.Name)
        and function.value.id.lower() in {"log", "logger", "logging"}
    )


EMPTY: Mapping[str, str] = MappingProxyType(
    {
        "bool": "False",
        "int": "0",
        "float": "0.0",
        "str": '""',
        "bytes": 'b""',
        "tuple": "()",
        "list": "[]",
        "dict": "{}",
    }
)
"""A result's type, without its parameters → the emptiest value of it; any other type gets None."""


def return_early(node: ast.AST, source: Source) -> Iterator[Edit]:
    if not isinstance(node, ast.FunctionDef):
        return
    body = node.body[1:] if ast.get_docstring(node) is not None else node.body
    if not body or body[0].lineno == node.lineno or _is_trivial(body):
        return
    kind = "" if node.returns is None else ast.unparse(node.returns).partition("[")[0]
    value = EMPTY.get(kind, "None")
    first = body[0]
    if len(body) == 1 and isinstance(first, ast.Return) and first.value and ast.unparse(first.value) == value:
        return
    line = min([first.lineno, *(each.lineno for each in getattr(first, "decorator_list", []))])
    at = source.offset(line, first.col_offset)
    yield Edit("return early", first, at, at, f"return {value}\n{' ' * first.col_offset}")


def _is_trivial(body: list[ast.stmt]) -> bool:
    """Tell whether there is nothing to leave out: a protocol's body, `pass`, or an error raised in every case."""
    first = body[0]
    empty = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    return len(body) == 1 and (empty or isinstance(first, ast.Pass | ast.Raise))


def swap_arguments(node: ast.AST, source: Source) -> Iterator[Edit]:
    if not isinstance(node, ast.Call) or any(isinstance(each, ast.Starred) for each in node.args):
        return
    kinds = source.signatures.parameters(node.func)
    for index, (one, other) in enumerate(zip(node.args, node.args[1:], strict=False)):
        if index + 1 < len(kinds) and kinds[index] == kinds[index + 1] != "" and ast.dump(one) != ast.dump(other):
            start, end = source.span(one)[0], source.span(other)[1]
            yield Edit("swap arguments", one, start, end, f"{source.text(other)}, {source.text(one)}")


def empty_handler(node: ast.AST, source: Source) -> Iterator[Edit]:
    if isinstance(node, ast.ExceptHandler) and not isinstance(node.body[0], ast.Pass):
        start, end = source.span(node.body[0])[0], source.span(node.body[-1])[1]
        yield Edit("empty except branch", node.body[0], start, end, "pass")


def swap_and_or(node: ast.AST, source: Source) -> Iterator[Edit]:
    if isinstance(node, ast.BoolOp):
        word = "or" if isinstance(node.op, ast.And) else "and"
        yield _replace(source, "swap and/or", node, f"({f' {word} '.join(f'({source.text(v)})' for v in node.values)})")


OPERATORS: tuple[Callable[[ast.AST, Source], Iterator[Edit]], ...] = (
    negate_condition, swap_comparison, change_constant, drop_statement, return_early, swap_arguments, empty_handler,
    swap_and_or,
)  # fmt: skip
