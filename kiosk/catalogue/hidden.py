"""Read a catalogue that may be newer than this build: items that it cannot offer are listed apart.

An item is hidden when it uses a word that this build does not know: a field, a value of a closed list, a step kind,
widget, format or condition. Anything else that does not fit makes the whole catalogue bad.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple

from devices.strict_struct import Mismatch, ShapeError, StrictStruct, parse_json, read, replace
from kiosk.catalogue.elements import Version
from kiosk.catalogue.item import CatalogueDocument, Item, Number
from kiosk.catalogue.requirements import requirements_of
from kiosk.catalogue.workdays import WorkYear
from kiosk.vocabulary.since import SINCE

NEWER = frozenset({"unknown", "word"})
"""Kinds of mismatch that a newer item shows to an older build."""


class HiddenItem(NamedTuple):
    """An item that this build cannot offer, and the first word in it that the build does not know."""

    id: str
    reason: str


class MalformedItem(Exception):
    """An item that is invalid for every build; the text is the place."""


class _Envelope(StrictStruct, frozen=True):
    version: Version
    items: tuple[Mapping[str, Any], ...]
    number: Number = 0
    expires: date | None = None
    workdays: tuple[WorkYear, ...] = ()


def without_unknown_words(document: CatalogueDocument) -> tuple[CatalogueDocument, tuple[HiddenItem, ...]]:
    """The document without the items whose steps, widgets, formats or conditions this build does not know."""
    hidden = {item.id: first for item in document.items if (first := next(requirements_of(item, SINCE), None))}
    if not hidden:
        return document, ()
    known = replace(document, items=tuple(item for item in document.items if item.id not in hidden))
    return known, tuple(HiddenItem(name, f"{each.sort} {each.word}") for name, each in hidden.items())


def read_item_by_item(content: bytes) -> tuple[CatalogueDocument, tuple[HiddenItem, ...]]:
    """Read a catalogue item by item, after reading it as a whole failed; this is slower.

    Raises NotJson, ShapeError for the envelope, MalformedItem.
    """
    envelope = read(_Envelope, parse_json(content))
    items: list[Item] = []
    hidden: list[HiddenItem] = []
    for n, raw in enumerate(envelope.items):
        try:
            items.append(read(Item, raw))
        except ShapeError as error:
            reason = _reason(error.mismatches, n)
            # The id is sound: `_reason` raises for one that is missing or malformed.
            hidden.append(HiddenItem(str(raw["id"]), reason))
    known = (envelope.number, envelope.expires, envelope.workdays)
    return CatalogueDocument(envelope.version, tuple(items), *known), tuple(hidden)


def _reason(mismatches: Iterable[Mismatch], n: int) -> str:
    """The first unknown word. Raises MalformedItem for any other mismatch."""
    found = list(mismatches)
    for each in found:
        if each.kind not in NEWER:
            raise MalformedItem(".".join(("items", str(n), *each.place)))
    kind, place = found[0].kind, ".".join(found[0].place)
    return f"field {place}" if kind == "unknown" else f"value of {place}"
