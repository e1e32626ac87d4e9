"""The vocabulary that an item requires of a terminal: each step kind, widget, format, condition and device
capability, and its place."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from kiosk.catalogue.condition_places import Place, conditions_of
from kiosk.catalogue.item import ITEM, PAGES, SCHEMA, Item
from kiosk.vocabulary.facts import FACTS, word_of
from kiosk.vocabulary.since import SINCE

NOTHING: Mapping[str, Container[str]] = MappingProxyType(dict.fromkeys(SINCE, ()))


class Requirement(NamedTuple):
    """One use of a word of the vocabulary; `sort` is a key of vocabulary.SINCE."""

    sort: str
    word: str
    file: str
    path: tuple[str | int, ...]

    @property
    def since(self) -> str | None:
        """The build since which terminals know it; None if this one does not."""
        return SINCE[self.sort].get(self.word)

    @property
    def place(self) -> str:
        """The path as a mistake names it: JSON pointers in the schema, full stops elsewhere."""
        parts = [str(each) for each in self.path]
        return "".join(f"/{part}" for part in parts) if self.file == SCHEMA else ".".join(parts)


def requirements_of(item: Item, leave_out: Mapping[str, Container[str]] = NOTHING) -> Iterator[Requirement]:
    """Everything of the vocabulary that the item uses, in the order of its files, without the words left out.

    `leave_out`: sort → words. It is checked before a Requirement is made, since every start reads all items.
    """
    steps = leave_out["step"]
    for n, entry in enumerate(item.steps_):
        if isinstance(entry, str):
            if entry not in steps:
                yield Requirement("step", entry, ITEM, ("steps", n))
            continue
        if entry.step not in steps:
            yield Requirement("step", entry.step, ITEM, ("steps", n, "step"))
    for n, capability in enumerate(item.needs):
        if capability not in leave_out["capability"]:
            yield Requirement("capability", capability, ITEM, ("needs", n))
    formats, widgets = leave_out["format"], leave_out["widget"]
    for path, schema in _schemas(item.answers):
        properties = schema.get("properties")
        for name, each in properties.items() if isinstance(properties, dict) else ():
            found = each.get("format") if isinstance(each, dict) else None
            if isinstance(found, str) and found not in formats:
                yield Requirement("format", found, SCHEMA, (*path, "properties", name, "format"))
    for n, page in enumerate(item.pages):
        for m, control in enumerate(page.controls):
            if control.widget not in widgets:
                yield Requirement("widget", control.widget, PAGES, ("elements", n, "elements", m, "options", "widget"))

    for place in conditions_of(item):
        yield from _of_condition(place, leave_out)


def _of_condition(place: Place, leave_out: Mapping[str, Container[str]]) -> Iterator[Requirement]:
    fact, schema = place.condition.fact, place.condition.schema_
    at_fact, at_schema = tuple(place.fact.split(".")), tuple(place.schema.split("."))
    if word_of(fact) not in leave_out["fact"]:
        yield Requirement("fact", word_of(fact), place.file, at_fact)
    if fact in FACTS and FACTS[fact].values:
        for value in (schema["const"],) if "const" in schema else tuple(schema.get("enum") or ()):
            if f"{fact}={value}" not in leave_out["value"]:
                yield Requirement("value", f"{fact}={value}", place.file, at_schema)
    found = schema.get("format")
    if isinstance(found, str) and found not in leave_out["format"]:
        yield Requirement("format", found, place.file, (*at_schema, "format"))


def _schemas(schema: Mapping[str, Any]) -> Iterator[tuple[tuple[str | int, ...], Mapping[str, Any]]]:
    """The schema of an item and the conditions in it, each with its path. The schema may be malformed."""
    yield (), schema
    several = schema.get("allOf")
    pairs: list[tuple[tuple[str | int, ...], Any]] = [((), schema)]
    pairs += [(("allOf", n), each) for n, each in enumerate(several)] if isinstance(several, list) else []
    for path, each in pairs:
        for part in ("if", "then"):
            if isinstance(each, dict) and isinstance(each.get(part), dict):
                yield (*path, part), each[part]
