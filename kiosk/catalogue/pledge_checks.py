"""Check the pledges of an item, and the papers of it that may follow later."""

from __future__ import annotations

from collections.abc import Iterator

from kiosk.catalogue.item import ITEM, Item, Material, Proof
from kiosk.catalogue.material_checks import AT_A_TERMINAL
from kiosk.catalogue.mistake import Mistake


def pledge_mistakes(item: Item) -> Iterator[Mistake]:
    for n, material in enumerate(item.materials):
        for place, wrong, remedy in (*_of_pledge(item, material), *_of_later(item, material)):
            yield Mistake(ITEM, f"materials.{n}.{place}", wrong, remedy)


def _of_pledge(item: Item, material: Material) -> Iterator[tuple[str, str, str]]:
    there, pledge = "pledge" in material.ways, material.pledge
    if there != (pledge is not None):
        lacking, remedy = ("ways", 'add "pledge" to the ways') if pledge else ("pledge", "state its version and text")
        yield lacking, "a way to pledge and the data of a pledge belong together", remedy
    if pledge is None:
        return
    if material.necessity == "unnecessary":
        yield "pledge", "nobody has to prove it", "make it necessary, or leave the pledge out"
    if not set(material.ways) & AT_A_TERMINAL:
        yield "ways", "a pledge is a free choice, and there is no other", 'add "scan", "phone" or "photo"'
    if item.proof is not Proof.CARD_AND_PERSON:
        wrong = "a pledge binds the person, and is given only with both proofs"
        yield "pledge", wrong, f'make proof "{Proof.CARD_AND_PERSON}", or leave the pledge out'
    if not pledge.proxy and "self" not in item.for_whom:
        yield (
            "pledge.proxy",
            "nobody applies in person, so nobody can give it",
            "allow a proxy, or leave the pledge out",
        )


def _of_later(item: Item, material: Material) -> Iterator[tuple[str, str, str]]:
    there, later = "later" in material.ways, material.later
    if there != (later is not None):
        lacking, remedy = ("ways", 'add "later" to the ways') if later else ("later", "state within how many days")
        yield lacking, "a way to hand it in later and its number of days belong together", remedy
    if later is None:
        return
    if material.necessity != "may_follow":
        yield "later", f"it is {material.necessity}, and only what may follow has days", 'make it "may_follow"'
    if not set(material.ways) & AT_A_TERMINAL:
        yield "ways", "no terminal could take it later", 'add "scan", "phone" or "photo"'
    if not material.forms:
        yield "forms", "the notice names the forms in which it is taken", "name them"
    limit = item.promised_limit
    if limit is None or limit.unit != later.unit:
        wrong = f"there is no promised limit in {later.unit}s for it to be within"
        yield "later", wrong, "state promised_limit in the same unit, or leave it out"
    elif later.number > limit.number:
        wrong = f"is longer than the promised limit of {limit.number} {limit.unit}s"
        yield "later.number", wrong, "make it shorter"
