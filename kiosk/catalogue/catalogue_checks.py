"""Check the items of a catalogue against one another, when it is built and when a terminal receives it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterator, Sequence

from devices.strict_struct import replace
from kiosk.catalogue.bundles import bundle_mistakes, merged
from kiosk.catalogue.item import ITEM, Item
from kiosk.catalogue.mistake import Mistake


def catalogue_mistakes(items: Sequence[Item], hidden: Container[str] = ()) -> Iterator[tuple[Item, Mistake]]:
    """Everything wrong between the items of one catalogue, each with the item that it is about.

    `hidden`: ids of items that are in the catalogue and too new for this build to be read.
    """
    for several in shared_codes(items):
        names = ", ".join(sorted(item.id for item in several))
        yield several[-1], Mistake(ITEM, "codes.implementation", f"{names} have the same code", "give each its own")
    by_id = {item.id: item for item in items}
    for item in items:
        if item.kind == "bundle" or item.parts:
            needed = [each.item for each in item.parts if each.by == "citizen"]
            parts = {name: by_id[name] for name in needed if name in by_id}
            found = [
                Mistake(ITEM, "parts", f"{name} is not in the same catalogue", "publish a bundle with its parts")
                for name in needed
                if name not in by_id and name not in hidden
            ]
            # Its form is that of its parts: as its author wrote it, it has none.
            found += bundle_mistakes(replace(item, answers={}, pages=(), fee=replace(item.fee, sum="")), parts)
            if not found and len(parts) == len(needed) and not _is_merged(item, list(parts.values())):
                found = [Mistake(ITEM, "parts", "its form is not that of its parts", "build the catalogue again")]
            yield from ((item, each) for each in found)


def shared_codes(items: Sequence[Item]) -> Iterator[list[Item]]:
    """Items with the same national code: a platform could not tell their cases apart."""
    for code, times in Counter(item.codes.implementation for item in items).items():
        if times > 1:
            yield [item for item in items if item.codes.implementation == code]


def _is_merged(bundle: Item, parts: Sequence[Item]) -> bool:
    whole = merged(bundle, parts)
    names = ("answers", "pages", "materials", "age_from", "fee")
    return all(getattr(whole, name) == getattr(bundle, name) for name in names)
