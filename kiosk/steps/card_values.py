"""Values of the cards that were read, by the names that a form may fill its fields from."""

from __future__ import annotations

from collections.abc import Mapping

from kiosk.visit import InMatter


def known_from_card(session: InMatter) -> Mapping[str, str]:
    """Return the values read from the applicant's and the helper's card, by the names a form may fill from."""
    card, helper = session.matter.card, session.matter.helper_card
    by_helper = {"helper.name": helper.name} if helper is not None and helper.name else {}
    if card is None:
        return by_helper
    said = {
        "card.name": card.name,
        "card.number": card.number,
        "card.birth": card.birth.isoformat() if card.birth else _as_date(card.birth_text),
        "card.address": card.address,
    }
    return {**{name: value for name, value in said.items() if value}, **by_helper}


def _as_date(text: str) -> str:
    """A birth on no day of the calendar, written like any other date."""
    return f"{text[:4]}-{text[4:6]}-{text[6:]}" if len(text) == 8 else ""
