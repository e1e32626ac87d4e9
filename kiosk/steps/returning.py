"""Matters that somebody begins from the list of their cases, for the person who is known from it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from types import MappingProxyType

from kiosk.catalogue.item import Item
from kiosk.visit import InMatter, Matter, Session


def for_same_person(session: Session, item: Item, matter: Matter) -> InMatter:
    """Begin a matter of an item for the person of the present one, where one is proven."""
    before = session.matter
    cards = {whose: card for whose, card in before.cards.items() if whose == "applicant"}
    return session.with_item(item).with_matter(replace(matter, cards=MappingProxyType(cards), proof=before.proof))


def come_back(session: Session, item: Item, application: str, steps: Iterable[str]) -> InMatter:
    """Begin a matter of a few steps of an item, whatever its others."""
    return for_same_person(session, item, Matter(application=application, only=frozenset(steps)))
