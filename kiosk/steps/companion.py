"""Record of a companion who helps the applicant, and its text."""

from __future__ import annotations

from kiosk.steps.covered import covered_name
from kiosk.visit import InMatter
from kiosk.words import Words, text


def has_companion(session: InMatter) -> bool:
    """Return whether a companion is put on record. A helper is on record already, and a look-up records nobody."""
    return session.modes.companion and session.matter.acting_for == "self" and session.item.kind == "application"


def companion_words(session: InMatter) -> Words:
    """The companion's masked name, or that nobody was named."""
    card = session.matter.companion_card
    return text("companion-not-named") if card is None else covered_name(session, card.name)
