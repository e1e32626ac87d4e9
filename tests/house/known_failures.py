"""Find every expected failure (xfail) in the tests, read from the source without running it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

LEAST_WORDS = 5
"""Minimum length of a reason."""


@dataclass(frozen=True)
class KnownFailure:
    """One mark: its place, the test it decorates ("" outside a test's decorators), and what is wrong with the mark."""

    file: str
    line: int
    function: str
    faults: tuple[str, ...]

    @property
    def test(self) -> str:
        return f"{self.file}::{self.function}"


def known_failures(source: str, name: str) -> Iterator[KnownFailure]:
    """Yield every use of xfail in a file, in order."""
    tree = ast.parse(source)
    owners = {
        id(node): function.name
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef) and function.name.startswith("test_")
        for decorator in function.decorator_list
        for node in ast.walk(decorator)
    }
    calls = {id(node.func): node for node in ast.walk(tree) if isinstance(node, ast.Call)}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and any(alias.name == "xfail" for alias in node.names):
            yield KnownFailure(name, node.lineno, "", ("imported by name: write pytest.mark.xfail",))
        if not (isinstance(node, ast.Attribute) and node.attr == "xfail"):
            continue
        owner = owners.get(id(node), "")
        faults = tuple(_faults(node, calls.get(id(node)), owner))
        yield KnownFailure(name, node.lineno, owner, faults)


def _faults(node: ast.Attribute, call: ast.Call | None, owner: str) -> Iterator[str]:
    if not owner:
        yield "outside a test's decorators: it cannot be strict, or its test cannot be listed"
    if not (isinstance(node.value, ast.Attribute) and node.value.attr == "mark"):
        yield "pytest.xfail() in a test's body is never strict: mark the test"
        return
    given = {} if call is None else {keyword.arg: keyword.value for keyword in call.keywords}
    if _constant(given.get("strict")) is not True:
        yield "not strict: it would stay when the failure is mended"
    reason = _constant(given.get("reason"))
    if not isinstance(reason, str) or len(reason.split()) < LEAST_WORDS:
        yield "without a sentence that says what the product does today"
    if not isinstance(given.get("raises"), ast.Name | ast.Attribute):
        yield "without the exception it fails by: any error at all would pass for it"
    if call is not None and call.args:
        yield "with a condition: it would fail on one machine and pass on another"


def _constant(value: ast.expr | None) -> object:
    return value.value if isinstance(value, ast.Constant) else None


def in_folder(folder: Path) -> Iterator[KnownFailure]:
    """Yield those of every Python file below a folder; names are relative to the folder's parent."""
    for path in sorted(folder.rglob("*.py")):
        source = path.read_text(encoding="utf-8")
        if "xfail" in source:
            yield from known_failures(source, path.relative_to(folder.parent).as_posix())
