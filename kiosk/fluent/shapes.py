"""The structure of messages, for checkers: arguments, literal text, references."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fluent.syntax import FluentParser, ast
from fluent.syntax.visitor import Visitor

from devices.lazy_dataclass import dataclass


@dataclass(frozen=True)
class MessageShape:
    """The structure of one message: its line, its arguments, its literal text, and what it refers to."""

    line: int
    arguments: frozenset[str]
    spoken_arguments: frozenset[str]
    spoken_text: str
    """The literal text of the spoken form: of `.speech` if there is one, else of the message."""
    text: str
    """The literal text of the message."""
    references: frozenset[str]
    """The names of functions it calls and of other messages it refers to."""


def message_shapes(source: str) -> tuple[Mapping[str, MessageShape], tuple[tuple[int, str], ...]]:
    """The messages of a Fluent source, and its errors: line and reason. Of two with one key the last counts."""
    found: dict[str, MessageShape] = {}
    wrong: list[tuple[int, str]] = []
    try:
        body = FluentParser().parse(source).body
    except RecursionError:
        return {}, ((0, "nested too deep"),)
    for entry in body:
        line = source.count("\n", 0, entry.span.start) + 1 if entry.span else 0
        if isinstance(entry, ast.Junk):
            wrong.append((line, str(entry.annotations[0].message if entry.annotations else "not Fluent")))
        elif isinstance(entry, ast.Term):
            wrong.append((line, f"-{entry.id.name} is a term, and terms are not used here"))
        elif isinstance(entry, ast.Message):
            if entry.id.name in found:
                wrong.append((line, f"{entry.id.name} is there a second time"))
            speech = next((each.value for each in entry.attributes if each.id.name == "speech"), None)
            wrong += [
                (line, f"{entry.id.name}.{each.id.name}: the only attribute is .speech")
                for each in entry.attributes
                if each.id.name != "speech"
            ]
            written, spoken = _parts(entry.value), _parts(speech)
            found[entry.id.name] = MessageShape(
                line, written[1], spoken[1], (spoken if speech else written)[0], written[0], written[2] | spoken[2]
            )
    return found, tuple(wrong)


def _parts(pattern: Any) -> tuple[str, frozenset[str], frozenset[str]]:
    """A pattern's literal text, its arguments, and the names it refers to."""
    literal: list[str] = []
    arguments: set[str] = set()
    references: set[str] = set()

    class Reader(Visitor):
        def visit_TextElement(self, node: Any) -> None:  # noqa: N802 (Fluent's names)
            literal.append(node.value)

        def visit_VariableReference(self, node: Any) -> None:  # noqa: N802
            arguments.add(node.id.name)

        def visit_MessageReference(self, node: Any) -> None:  # noqa: N802
            references.add(node.id.name)

        def visit_FunctionReference(self, node: Any) -> None:  # noqa: N802
            references.add(node.id.name)
            self.generic_visit(node)

    if isinstance(pattern, ast.Pattern):
        Reader().visit(pattern)
    return "\n".join(literal), frozenset(arguments), frozenset(references)
