"""Explain where an item differs from the form of items, each difference at its place in the file that was written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

from devices.strict_struct import Mismatch
from kiosk.catalogue.item import EXAMPLES, ITEM, PAGES, SCHEMA, Item
from kiosk.catalogue.mistake import Mistake

FILE_OF_PART: Mapping[str, str] = MappingProxyType(
    {"answers": SCHEMA, "pages": PAGES, "examples": EXAMPLES, "words": "<language>.ftl"}
)
"""Parts of an item that are not written in item.toml, and where they are."""


def shape_mistakes(folder: Path, mismatches: Iterable[Mismatch], raw: Mapping[str, Any]) -> Iterator[Mistake]:
    """The mismatches of a whole item. `raw`: what item.toml says; nothing if it could not be read."""
    found = list(mismatches)
    below = {each.place[-1]: each for each in found if _is_below_a_table(each)}
    for each in _without_consequences(found):
        file, place = ITEM, list(each.place)
        if place and place[0] in FILE_OF_PART:
            file = FILE_OF_PART[place[0]]
            place = {"pages": ["elements"], "examples": ["example"]}.get(place[0], []) + place[1:]
        if not raw and file == ITEM:
            continue
        if each in below.values():
            remedy = f"move it up: after a line [{place[0]}] every key belongs to that table"
            yield replace(_mistake(folder / file, place, each), remedy=remedy)
        elif len(place) > 1 or each.kind != "missing" or place[0] not in below:
            yield _mistake(folder / file, place, each)


def mismatch_mistakes(path: Path, mismatches: Iterable[Mismatch]) -> Iterator[Mistake]:
    """The mismatches of one file."""
    yield from (_mistake(path, each.place, each) for each in _without_consequences(list(mismatches)))


def _is_below_a_table(each: Mismatch) -> bool:
    """Whether it is a key of the item that TOML gives to the table above it."""
    is_known = each.place[-1:] and each.place[-1] in Item.__struct_encode_fields__
    return each.kind == "unknown" and not each.near and len(each.place) > 1 and bool(is_known)


def _without_consequences(found: Sequence[Mismatch]) -> Iterator[Mismatch]:
    """The mismatches without keys that are missing because they are misspelt."""
    meant = {(*each.place[:-1], each.near) for each in found if each.kind == "unknown"}
    yield from (each for each in found if each.kind != "missing" or each.place not in meant)


def _mistake(path: Path, place: Sequence[str], each: Mismatch) -> Mistake:
    return Mistake(str(path), ".".join(place) or "file", each.wrong, each.remedy)
