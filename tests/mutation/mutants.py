"""List every mutant of the product, in a fixed order, so that a seed always draws the same ones from the same tree."""

from __future__ import annotations

import ast
import difflib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.house.doors import ROOT, SANDBOX, name_of, product_files
from tests.mutation.operators import OPERATORS, Edit, source_of
from tests.mutation.signatures import Signatures

FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)


@dataclass(frozen=True)
class Mutant:
    """One planted fault.

    `lines` are those whose execution reaches it, the statement's first line last; none if importing the module does.
    """

    file: str
    line: int
    lines: tuple[int, ...]
    operator: str
    function: str
    start: int
    end: int
    text: str

    @property
    def place(self) -> str:
        return f"{self.file}:{self.line}"

    def apply(self, content: bytes) -> bytes:
        return content[: self.start] + self.text.encode("utf-8") + content[self.end :]

    def difference(self, content: bytes) -> list[str]:
        """Removed and added lines, without context."""
        old, new = content.decode("utf-8").splitlines(), self.apply(content).decode("utf-8").splitlines()
        changed = difflib.unified_diff(old, new, n=0, lineterm="")
        return [line for line in list(changed)[2:] if not line.startswith("@@")]


def every_mutant(root: Path = ROOT) -> list[Mutant]:
    """All mutants of devices/, kiosk/ without the sandbox, and ui/."""
    files = [path for path in product_files() if not name_of(path).startswith(("main.py", SANDBOX))]
    sources = {name_of(path): (root / name_of(path)).read_bytes() for path in files}
    signatures = Signatures()
    for content in sources.values():
        signatures.add(ast.parse(content))
    return [mutant for file, content in sources.items() for mutant in mutants_of(file, content, signatures)]


def mutants_of(file: str, content: bytes, signatures: Signatures) -> list[Mutant]:
    """All mutants of one file; see `compiles`."""
    source, tree = source_of(content, signatures), ast.parse(content)
    found = [
        _mutant(file, edit, place)
        for place in _places(tree, _Place(tree, tree, ""))
        for operator in OPERATORS
        for edit in operator(place.node, source)
    ]
    return sorted(found, key=lambda each: (each.start, each.end, each.operator, each.text))


@dataclass(frozen=True)
class _Place:
    """A node, the statement it is part of, and the function whose call runs it ("" at import)."""

    node: ast.AST
    statement: ast.AST
    function: str


def _places(node: ast.AST, place: _Place) -> Iterator[_Place]:
    for name, value in ast.iter_fields(node):
        for child in value if isinstance(value, list) else [value]:
            if not isinstance(child, ast.AST) or _is_left_alone(name, child):
                continue
            statement = child if isinstance(child, ast.stmt) else place.statement
            function = place.function
            if isinstance(node, FUNCTIONS) and name == "body":
                function = getattr(node, "name", "lambda")
            here = _Place(child, statement, function)
            yield here
            yield from _places(child, here)


def _is_left_alone(name: str, child: ast.AST) -> bool:
    """Types, decorators' options, f-strings, `__repr__`, and code for type checkers or a command line only."""
    if name in {"annotation", "returns", "decorator_list"} or isinstance(child, ast.JoinedStr):
        return True
    if isinstance(child, ast.FunctionDef) and child.name == "__repr__":
        return True
    return isinstance(child, ast.If) and ast.unparse(child.test) in {"TYPE_CHECKING", "__name__ == '__main__'"}


def _mutant(file: str, edit: Edit, place: _Place) -> Mutant:
    node = edit.node
    assert isinstance(node, ast.expr | ast.stmt)
    assert isinstance(place.statement, ast.stmt)
    function = place.function
    if isinstance(place.node, ast.FunctionDef) and edit.operator == "return early":
        function = place.node.name
    last = node.lineno if isinstance(node, ast.stmt) else node.end_lineno or node.lineno
    lines = tuple(range(node.lineno, last + 1))
    if isinstance(node, ast.expr):
        lines = (*lines, place.statement.lineno)
    return Mutant(
        file, node.lineno, lines if function else (), edit.operator, function, edit.start, edit.end, edit.text
    )


def compiles(mutant: Mutant, content: bytes) -> bool:
    """Tell whether a mutant is a program, and another one than the original. Slow, so asked only of those drawn."""
    try:
        changed = ast.parse(mutant.apply(content))
    except SyntaxError:
        return False
    return ast.dump(changed) != ast.dump(ast.parse(content))
