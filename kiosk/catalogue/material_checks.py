"""Check the documents of an item: against the form, and the ways to hand them in at a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from kiosk.catalogue.item import ITEM, SCHEMA, Item, Material, Proof
from kiosk.catalogue.mistake import Mistake

AT_A_TERMINAL = frozenset({"scan", "phone", "photo"})
"""Ways that are open to everybody who has the paper."""
HELD_BY_PLATFORM = frozenset({"licence", "earlier"})
"""Ways that depend on what the platform has of this person."""


def material_mistakes(item: Item) -> Iterator[Mistake]:
    for n, material in enumerate(item.materials):
        yield from _form_mistakes(item, material, f"materials.{n}")
        yield from _way_mistakes(item, material, f"materials.{n}")
    ids = [each.id for each in item.materials]
    for twice in sorted({each.id for each in item.handed_in if ids.count(each.id) > 1}):
        yield Mistake(ITEM, "materials", f"{twice!r} is there twice", "give each its own id")


def _form_mistakes(item: Item, material: Material, place: str) -> Iterator[Mistake]:
    """Check a document against the form: one with an answer that the form requires must be necessary. Those answers are
    listed in `answers`; an answer with the id of the document is on it too."""
    required = set(item.answers.get("required", ()))
    of_form = {*material.answers, material.id.replace("-", "_")} & required
    if of_form and material.necessity == "unnecessary":
        wrong = f"the form requires {min(of_form)!r}, which is read off it"
        yield Mistake(ITEM, f"{place}.necessity", wrong, 'make it "necessary", or the answer optional')
    for name in sorted(set(material.answers) - item.answers.get("properties", {}).keys()):
        yield Mistake(ITEM, f"{place}.answers", f"{name!r} is no answer", f"name a property of {SCHEMA}")


def _way_mistakes(item: Item, material: Material, place: str) -> Iterator[Mistake]:
    """Nobody may be stuck because a register does not know them, nor be given somebody else's papers."""
    ways = set(material.ways)
    if len(ways) < len(material.ways):
        yield Mistake(ITEM, f"{place}.ways", "has a way twice", "name each once")
    held = sorted(ways & HELD_BY_PLATFORM)
    if held and not material.paper:
        wrong = f"missing: {held[0]} is found by the platform's word for the paper"
        yield Mistake(ITEM, f"{place}.paper", wrong, "name that word")
    if held and item.proof is not Proof.CARD_AND_PERSON:
        wrong = f"has {held[0]}, and papers are given only to somebody with both proofs"
        yield Mistake(ITEM, f"{place}.ways", wrong, f'make proof "{Proof.CARD_AND_PERSON}", or leave it out')
    if held and not ways & AT_A_TERMINAL and material.necessity != "unnecessary":
        wrong = "who is in no register of the platform cannot hand it in"
        yield Mistake(ITEM, f"{place}.ways", wrong, 'add "scan", "phone" or "photo", or make it "unnecessary"')


def way_shortcomings(item: Item) -> Iterator[Mistake]:
    """Documents that a terminal without a camera has no other way for."""
    for n, material in enumerate(item.materials):
        if set(material.ways) & AT_A_TERMINAL == {"photo"}:
            wrong = "a terminal without a camera cannot take it"
            yield Mistake(ITEM, f"materials.{n}.ways", wrong, 'add "phone" or "scan" where that will do')
