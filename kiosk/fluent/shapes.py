"""What a checker must know of messages before anybody says them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from fluent.syntax import FluentParser, ast
from fluent.syntax.visitor import Visitor


@dataclass(frozen=True)
class MessageShape:
    """What a checker must know of a message: its line, its arguments, and what of it is literally said."""

    line: int
    arguments: frozenset[str]
    spoken_arguments: frozenset[str]
    said: str
    """The literal text of the spoken form: of `.speech` where there is one, else of the message."""
    calls: frozenset[str]
    """Functions called; other messages and terms it leans on, by name."""


def message_shapes(source: str) -> tuple[Mapping[str, MessageShape], tuple[tuple[int, str], ...]]:
    """The messages of a Fluent source, and what in it is wrong: its line and why. The last of two of one key counts."""
    found: dict[str, MessageShape] = {}
    wrong: list[tuple[int, str]] = []
    for entry in FluentParser().parse(source).body:
        line = source.count("\n", 0, entry.span.start) + 1 if entry.span else 0
        if isinstance(entry, ast.Junk):
            wrong.append((line, str(entry.annotations[0].message if entry.annotations else "not Fluent")))
        elif isinstance(entry, ast.Term):
            wrong.append((line, f"-{entry.id.name} is a term, and terms are not used here"))
        elif isinstance(entry, ast.Message):
            if entry.id.name in found:
                wrong.append((line, f"{entry.id.name} stands here a second time"))
            speech = next((each.value for each in entry.attributes if each.id.name == "speech"), None)
            wrong += [
                (line, f"{entry.id.name}.{each.id.name}: the only attribute is .speech")
                for each in entry.attributes
                if each.id.name != "speech"
            ]
            written, spoken = _parts(entry.value), _parts(speech)
            found[entry.id.name] = MessageShape(
                line, written[1], spoken[1], (spoken if speech else written)[0], written[2] | spoken[2]
            )
    return found, tuple(wrong)


def _parts(pattern: Any) -> tuple[str, frozenset[str], frozenset[str]]:
    """A pattern's literal text, its arguments, and what it calls or leans on."""
    literal: list[str] = []
    arguments: set[str] = set()
    calls: set[str] = set()

    class Reader(Visitor):
        def visit_TextElement(self, node: Any) -> None:  # noqa: N802 (Fluent's names)
            literal.append(node.value)

        def visit_VariableReference(self, node: Any) -> None:  # noqa: N802
            arguments.add(node.id.name)

        def visit_MessageReference(self, node: Any) -> None:  # noqa: N802
            calls.add(node.id.name)

        def visit_FunctionReference(self, node: Any) -> None:  # noqa: N802
            calls.add(node.id.name)
            self.generic_visit(node)

    if isinstance(pattern, ast.Pattern):
        Reader().visit(pattern)
    return "\n".join(literal), frozenset(arguments), frozenset(calls)
