"""Check the document that an item gives: to whom, and what has to come before it."""

from __future__ import annotations

from collections.abc import Iterator

from kiosk.catalogue.item import ITEM, Item, Proof
from kiosk.catalogue.mistake import Mistake


def certificate_mistakes(item: Item) -> Iterator[Mistake]:
    """A document is given to a proven person only, and that of an application when its fee is paid: who has paid can
    come back for it on another day."""
    certificate = item.certificate
    if certificate is None:
        if item.kind == "certificate":
            yield Mistake(ITEM, "certificate", "missing", "name the kind of document that the item gives")
        return
    if item.proof is not Proof.CARD_AND_PERSON:
        wrong = "is not card+person, and a document is given to a proven person only"
        yield Mistake(ITEM, "proof", wrong, 'write "card+person", with the step second_proof')
    if item.kind != "application":
        return
    if "pay" not in item.steps:
        wrong = "is there without the step pay, and an application gives a document once its fee is paid"
        yield Mistake(ITEM, "certificate", wrong, "give the fee a sum, or make it an item of kind certificate")
    if not certificate.reprint_days:
        wrong = "is 0, and who has paid could not come back for the document on another day"
        yield Mistake(ITEM, "certificate.reprint_days", wrong, "write how many days it can be printed again")
