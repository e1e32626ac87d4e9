"""Finding an item by plain words, pinyin or its initials; all of it computed when the catalogue was built."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from kiosk.catalogue.item import Item


def plain(text: str) -> str:
    """Lower case, full-width forms folded, without spaces and marks."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(character for character in folded if character.isalnum())


def _rank(item: Item, wanted: str) -> int | None:
    """0 best; None if the item does not match."""
    best: int | None = None
    for term in item.search:
        if term == wanted:
            rank = 0
        elif term.startswith(wanted):
            rank = 1
        elif wanted in term:
            rank = 2
        elif len(wanted) >= 2 and term in wanted and len(term) >= 2:
            rank = 3
        else:
            continue
        best = rank if best is None else min(best, rank)
    return best


def search(items: Iterable[Item], wanted: str) -> list[Item]:
    """The items that match, best first; those equally good keep the catalogue's order."""
    needle = plain(wanted)
    if not needle:
        return list(items)
    ranked = [(rank, n, item) for n, item in enumerate(items) if (rank := _rank(item, needle)) is not None]
    return [item for _, _, item in sorted(ranked, key=lambda row: row[:2])]
