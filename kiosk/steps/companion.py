"""Somebody helps at the applicant's side: whether that is on the record, and in what words."""

from __future__ import annotations

from kiosk.documents.masking import mask_name
from kiosk.visit import Session
from kiosk.words import Data, Words, text


def has_companion(session: Session) -> bool:
    """Who acts for another is on the record as helper already; a look-up records nobody."""
    item = session.item
    return (
        session.modes.companion
        and session.matter.acting_for == "self"
        and item is not None
        and item.kind == "application"
    )


def companion_words(session: Session) -> Words:
    """The companion's masked name, or that nobody was named."""
    card = session.matter.companion_card
    return text("companion-not-named") if card is None else Data(mask_name(card.name))
