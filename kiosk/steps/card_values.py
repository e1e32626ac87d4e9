"""Values of the cards that were read, by the names that a form may fill its fields from."""

from __future__ import annotations

from collections.abc import Mapping

from kiosk.visit import InMatter


def known_from_card(session: InMatter) -> Mapping[str, str]:
    """Return the values read from the applicant's card, by the names a form may fill from."""
    card = session.matter.card
    if card is None:
        return {}
    said = {
        "card.name": card.name,
        "card.number": card.number,
        "card.birth": card.birth.isoformat() if card.birth else _as_date(card.birth_text),
        "card.address": card.address,
        "helper.name": session.matter.helper_card.name if session.matter.helper_card else "",
    }
    return {name: value for name, value in said.items() if value}


def _as_date(text: str) -> str:
    """A birth on no day of the calendar, written like any other date."""
    return f"{text[:4]}-{text[4:6]}-{text[6:]}" if len(text) == 8 else ""
