"""Values of the cards that were read, by the names that a form may fill its fields from."""

from __future__ import annotations

from collections.abc import Mapping

from devices.id_reader.contract import IdCard
from kiosk.visit import InMatter


def known_from_card(session: InMatter) -> Mapping[str, str]:
    """Return the values read from the applicant's and the helper's card, by the names a form may fill from."""
    card, helper = session.matter.card, session.matter.helper_card
    by_helper = {"helper.name": helper.name, "helper.address": helper.address} if helper is not None else {}
    by_card = {} if card is None else _by_card(card)
    return {name: value for name, value in {**by_card, **by_helper}.items() if value}


def _by_card(card: IdCard) -> Mapping[str, str]:
    return {
        "card.name": card.name,
        "card.number": card.number,
        "card.birth": card.birth.isoformat() if card.birth else _as_date(card.birth_text),
        "card.address": card.address,
    }


def _as_date(text: str) -> str:
    """A birth on no day of the calendar, written like any other date."""
    return f"{text[:4]}-{text[4:6]}-{text[6:]}" if len(text) == 8 else ""
