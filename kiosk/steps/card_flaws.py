"""Flaws of a card's text, as shown to the citizen: on the page that read it, and beside an answer filled from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from devices.glyphs import Glyphs
from devices.id_reader.contract import CardFlaw, FlawKind, IdCard
from kiosk.view import Block, BlockKind
from kiosk.visit import Matter
from kiosk.words import text

NOTES: Mapping[FlawKind, str] = MappingProxyType(
    {
        FlawKind.INCOMPLETE: "card-flaw-incomplete",
        FlawKind.NO_CHARACTER: "card-flaw-no-glyph",
        FlawKind.NO_GLYPH: "card-flaw-no-glyph",
    }
)
"""Kind → the note that says it. A point that was replaced by its character is for the clerk alone."""
SOURCES: Mapping[FlawKind, str] = MappingProxyType(
    {
        FlawKind.INCOMPLETE: "source-card-incomplete",
        FlawKind.NO_CHARACTER: "source-card-no-glyph",
        FlawKind.NO_GLYPH: "source-card-no-glyph",
    }
)
"""Kind → the source named beside an answer that was filled from the field."""
LABELS: Mapping[str, str] = MappingProxyType({"name": "card-name", "latin": "card-name", "address": "card-address"})
"""Field → its name for the citizen; a field without one is on no page."""


def with_missing_glyphs(card: IdCard, glyphs: Glyphs | None) -> IdCard:
    """Return the card with a flaw for each field of which the terminal cannot draw a hanzi."""
    seen = (("name", card.name), ("address", card.address))
    missing = tuple(
        CardFlaw(name, FlawKind.NO_GLYPH, value) for name, value in seen if glyphs is not None and glyphs.lack(value)
    )
    return replace(card, flaws=(*card.flaws, *missing)) if missing else card


def flaw_notes(card: IdCard) -> tuple[Block, ...]:
    """Return a note for each flaw that the citizen can see, the same words once."""
    said = {(NOTES[flaw.kind], LABELS[flaw.field]): None for flaw in card.flaws if _is_seen(flaw)}
    return tuple(Block(BlockKind.NOTE, text(note, what=text(label))) for note, label in said)


def _is_seen(flaw: CardFlaw) -> bool:
    return flaw.kind in NOTES and flaw.field in LABELS


def source_of(matter: Matter, fill: str) -> str:
    """Return the source of an answer filled from a card ("card.address"): the card, with its field's worst flaw."""
    whose, _, part = fill.partition(".")
    card = matter.helper_card if whose == "helper" else matter.card
    if card is None:
        return "source-card"
    field = "latin" if part == "name" and card.name == card.name_latin else part
    found = {flaw.kind for flaw in card.flaws if flaw.field == field}
    return next((source for kind, source in SOURCES.items() if kind in found), "source-card")
