"""Types of positional parameters by function name, read from the annotations of all product files."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass
class Signatures:
    """Collect definitions; a name defined differently in two places has no known parameters."""

    _known: dict[str, set[tuple[str, ...]]] = field(default_factory=dict)

    def add(self, tree: ast.Module) -> None:
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef):
                self._add_class(node)
            elif isinstance(node, ast.FunctionDef) and not node.name.startswith("__"):
                self._known.setdefault(node.name, set()).add(_kinds(node.args.posonlyargs + node.args.args))

    def _add_class(self, node: ast.ClassDef) -> None:
        inits = [each for each in node.body if isinstance(each, ast.FunctionDef) and each.name == "__init__"]
        fields = tuple(ast.unparse(each.annotation) for each in node.body if isinstance(each, ast.AnnAssign))
        kinds = _kinds(inits[0].args.args) if inits else fields
        self._known.setdefault(node.name, set()).add(kinds)

    def parameters(self, function: ast.expr) -> tuple[str, ...]:
        """Types of the positional parameters of what a call names, "" where one is not annotated."""
        name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
        found = self._known.get(name, set())
        return next(iter(found)) if len(found) == 1 else ()


def _kinds(parameters: Iterable[ast.arg]) -> tuple[str, ...]:
    """Annotations without `self` and `cls`."""
    return tuple(
        "" if each.annotation is None else ast.unparse(each.annotation)
        for each in parameters
        if each.arg not in {"self", "cls"}
    )
