"""Every word that an item may use, by its sort, with the build since which it is known."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from devices.strict_struct import near_word
from kiosk.vocabulary.facts import FACTS
from kiosk.vocabulary.fields import FORMATS, WIDGETS
from kiosk.vocabulary.names import CAPABILITIES
from kiosk.vocabulary.steps import STEPS

SINCE: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "step": MappingProxyType({name: row.since for name, row in STEPS.items() if row.in_items}),
        "widget": MappingProxyType({name: row.since for name, row in WIDGETS.items() if row.in_items}),
        "format": MappingProxyType({name: row.since for name, row in FORMATS.items() if row.in_items}),
        "capability": MappingProxyType({name: row.since for name, row in CAPABILITIES.items()}),
        "fact": MappingProxyType({f"{name}.*" if fact.members else name: fact.since for name, fact in FACTS.items()}),
        "value": MappingProxyType(
            {f"{name}={value}": since for name, fact in FACTS.items() for value, since in fact.values.items()}
        ),
    }
)
"""Sort of word → word an item may use → build since which it is known."""


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """The known word that a misspelt one is closest to, as a question; "" if none is close."""
    near = near_word(word, known)
    return f"did you mean {near!r}?" if near else ""
