"""Check for whom an item is: whoever acts by a mandate applies, and declares it."""

from __future__ import annotations

from collections.abc import Iterator

from kiosk.catalogue.item import ITEM, Item
from kiosk.catalogue.mistake import Mistake
from kiosk.vocabulary.facts import WITH_MANDATE, WITHOUT_THEIR_CARD

APPLIED_FOR = frozenset({"application", "bundle"})


def mandate_mistakes(item: Item) -> Iterator[Mistake]:
    """A look-up would be about whoever came; and before a case is kept its mandate is looked at again, which the
    declaration does."""
    others = [whom for whom in item.for_whom if whom in WITHOUT_THEIR_CARD]
    if others and (item.kind not in APPLIED_FOR or item.certificate is not None):
        wrong = f"names {others[0]}, and what is shown or printed would be about who came"
        yield Mistake(ITEM, "for_whom", wrong, "offer it to the person themselves, or make it an application")
    if any(whom in WITH_MANDATE for whom in item.for_whom) and not item.declaration:
        wrong = "is missing, and whether a mandate still holds is asked when it is made"
        yield Mistake(ITEM, "declaration", wrong, "write what is declared")
    if len(set(item.for_whom)) < len(item.for_whom):
        yield Mistake(ITEM, "for_whom", "has a value twice", "name each once")
