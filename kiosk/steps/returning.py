"""A matter of a few steps of an item, for somebody who came back for them from the list of their cases."""

from __future__ import annotations

from collections.abc import Iterable
from types import MappingProxyType

from kiosk.catalogue.item import Item
from kiosk.visit import InMatter, Matter, Session


def come_back(session: Session, item: Item, application: str, steps: Iterable[str]) -> InMatter:
    """Begin the matter, for the person of this one where one is proven."""
    before = session.matter
    cards = {whose: card for whose, card in before.cards.items() if whose == "applicant"}
    matter = Matter(cards=MappingProxyType(cards), proof=before.proof, application=application, only=frozenset(steps))
    return session.with_item(item).with_matter(matter)
