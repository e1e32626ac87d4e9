"""Why an item cannot be finished here now, said before the card is asked for."""

from __future__ import annotations

from collections.abc import Iterable

from devices.id_reader.contract import READ
from kiosk.catalogue.item import Item, Proof
from kiosk.outbox.budget import NOTHING, exhausted_limit
from kiosk.steps.paper_ways import device_to, lacking, no_way
from kiosk.steps.phone_code import offered
from kiosk.steps.whom import WHOM
from kiosk.view import Block, BlockKind
from kiosk.visit import Session
from kiosk.words import Data, Text, Words, text

OF_THIS_MACHINE = frozenset({"not-here-device", "not-now-device", "not-now-outbox"})
"""Reasons that another machine may not have."""
QUESTIONS = "question_pool"
"""The worker that asks the platform, in TerminalStatus.out_of_order."""


def why_not(session: Session, item: Item) -> Words | None:
    """Return why an item cannot be finished here now, None if it can; shown before the card is asked for."""
    status = session.status
    if status.today is not None and item.effective > status.today:
        return text("not-now-not-yet")
    if session.practice:
        # A certificate has no stand-in: an invented one on paper would be a forgery.
        return text("not-in-practice") if item.kind == "certificate" else None
    # First what does not pass: who waits for the network here would wait in vain.
    needs = _needs(session, item)
    for capability in (each for each in needs if each in session.terminal.absent):
        return text("not-here-device", device=device_to(capability))
    if item.kind == "bundle":
        return _of_parts(session, item)
    for capability in sorted(lacking(item, session.terminal.absent)):
        return text("not-here-device", device=device_to(capability))
    by_mandate = all(WHOM[whom].mandate for whom in item.for_whom)
    if (item.offline == "forbidden" or by_mandate) and not status.online:
        return text("not-now-offline" if status.asked else "not-now-asking")
    if item.kind == "application" and exhausted_limit(
        item.offline_budget, status.backlogs.get(item.id, NOTHING), status.disk_free_mb
    ):
        return text("not-now-outbox")
    for capability in needs:
        if not status.can(capability):
            return text("not-now-checking" if status.checking else "not-now-device", device=device_to(capability))
    if (reason := no_way(session, item)) is not None:
        return reason
    asks = item.question or item.certificate or item.proof is Proof.CARD_AND_PERSON
    if asks and QUESTIONS in status.out_of_order:
        return text("not-now-questions")
    return None


def elsewhere(session: Session, reasons: Iterable[Words | None]) -> tuple[Block, ...]:
    """Return a row with the nearest other machine if a reason is of this machine, and the profile names another."""
    place = session.terminal.nearest
    ours = any(isinstance(reason, Text) and reason.key in OF_THIS_MACHINE for reason in reasons)
    return (Block(BlockKind.ROW, text("nearest"), Data(place)),) if ours and place else ()


def _of_parts(session: Session, bundle: Item) -> Words | None:
    """A bundle is begun while one of its parts can be done."""
    items = [session.catalogue.find(each.item) for each in bundle.parts if each.by == "citizen"]
    reasons = [why_not(session, each) for each in items if each is not None]
    return None if None in reasons else next(iter(reasons), text("part-not-offered"))


def _needs(session: Session, item: Item) -> tuple[str, ...]:
    """Capabilities of devices that an item needs: no card has to be read where a phone's code can be shown."""
    return tuple(each for each in item.needs if each != READ.capability or not offered(session, item))
