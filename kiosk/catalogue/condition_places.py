"""Locations of the conditions in an item's files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from kiosk.catalogue.item import ITEM, PAGES, Condition, Item, JourneyStep


class Place(NamedTuple):
    """A condition of an item: where it is written, and what it belongs to (a word of vocabulary.facts.ANYWHERE)."""

    condition: Condition
    on: str
    file: str
    fact: str
    """Place of the fact's name."""
    schema: str


def conditions_of(item: Item) -> Iterator[Place]:
    """Every condition of the item, in the order of its files."""
    for n, entry in enumerate(item.steps_):
        if isinstance(entry, JourneyStep):
            yield from _in_item(entry.when, "step", f"steps.{n}")
    for n, material in enumerate(item.materials):
        yield from _in_item(material.when, "material", f"materials.{n}")
    for n, page in enumerate(item.pages):
        for m, each in enumerate(page.when):
            # A single one is written without a list, as JSON Forms has it.
            where = f"elements.{n}.rule.condition" + (f".conditions.{m}" if len(page.when) > 1 else "")
            yield Place(each, "page", PAGES, f"{where}.scope", f"{where}.schema")


def _in_item(when: Sequence[Condition], on: str, where: str) -> Iterator[Place]:
    for m, each in enumerate(when):
        yield Place(each, on, ITEM, f"{where}.when.{m}.fact", f"{where}.when.{m}.schema")
