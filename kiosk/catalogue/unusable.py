"""Items that an earlier build checked and this one cannot use: found when the cache is read, not on a page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from devices.strict_struct import replace
from kiosk.catalogue.answers import pattern_problems
from kiosk.catalogue.condition_places import conditions_of
from kiosk.catalogue.field_checks import is_limit
from kiosk.catalogue.hidden import HiddenItem
from kiosk.catalogue.item import CatalogueDocument, Item


def without_unusable(document: CatalogueDocument) -> tuple[CatalogueDocument, tuple[HiddenItem, ...]]:
    """The document without the items that have a pattern this build cannot run, or a limit of a date that is no day."""
    found = {item.id: reason for item in document.items if (reason := next(_unusable(item), ""))}
    if not found:
        return document, ()
    known = replace(document, items=tuple(item for item in document.items if item.id not in found))
    return known, tuple(HiddenItem(*each) for each in found.items())


def _unusable(item: Item) -> Iterator[str]:
    for name, schema in _schemas(item):
        if "pattern" in schema and any(pattern_problems(schema["pattern"])):
            yield f"pattern of {name}"
    for page in item.pages:
        for control in page.controls:
            if any(limit and not is_limit(limit) for limit in (control.earliest, control.latest)):
                yield f"limit of {control.answer}"


def _schemas(item: Item) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The schema of every answer, in the form, in its conditions and in those of the item, with a name for it."""
    yield from _answers(item.answers)
    for place in conditions_of(item):
        yield f"condition on {place.condition.fact}", place.condition.schema_


def _answers(schema: Any) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """It may be malformed: whoever published it is not asked here."""
    if not isinstance(schema, Mapping):
        return
    properties, several = schema.get("properties"), schema.get("allOf")
    for name, each in properties.items() if isinstance(properties, Mapping) else ():
        if isinstance(each, Mapping):
            yield str(name), each
    for each in (schema.get("if"), schema.get("then"), *(several if isinstance(several, list) else ())):
        yield from _answers(each)
