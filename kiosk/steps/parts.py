"""The parts of a bundle: which of them are applied for, with one form."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from kiosk.catalogue.bundles import chosen
from kiosk.catalogue.item import Item, Part
from kiosk.effects import Ask
from kiosk.events import Answered, Event, Touched
from kiosk.platform.gateway import Question
from kiosk.platform.listing import PARTS, PartHours, PartsHours
from kiosk.steps.parts_state import PartsState, parts_of
from kiosk.steps.pay_blocks import yuan
from kiosk.steps.reasons import why_not
from kiosk.steps.step import BACK, LEAVE, Step, one_page, page
from kiosk.view import SEVERAL_CHOICES, Actions, Block, BlockKind, Choice, Tone, View
from kiosk.visit import Go, InMatter, Turn, numbered
from kiosk.words import Words, text

PAGE = "parts"
HOURS = "hours"
"""Purpose of the question for the offices' hours."""


def published(session: InMatter) -> Item:
    """The bundle with everything that any of its parts needs."""
    return session.catalogue.find(session.item.id) or session.item


def enter(session: InMatter) -> Turn:
    """Choose what the item says, as far as it can be done here now. What a citizen removed stays removed."""
    state = session.own(PartsState)
    possible = frozenset(each.item for each in published(session).parts if _reason(session, each) is None)
    by_default = frozenset(each.item for each in published(session).parts if each.ticked)
    ticked = (state.ticked | (by_default - state.offered)) & possible
    known = session.with_own(replace(state, ticked=ticked, offered=state.offered | possible))
    return Turn(known) if state.hours is not None or not session.status.online else _ask(known, possible)


def _ask(session: InMatter, parts: Collection[str]) -> Turn:
    """Ask which offices take cases now. Nobody waits for it: what they do not take is kept, and sent when they do."""
    if not parts:
        return Turn(session)
    asking, number = numbered(session, HOURS)
    question = Question("parts", session.item.id, session.visit, "", parameters={PARTS: sorted(parts)})
    return Turn(asking, (Ask(number, question),))


def _reason(session: InMatter, part: Part) -> Words | None:
    """Why a part cannot be chosen; None if it can."""
    if part.by == "department":
        return text("part-by-department")
    item = session.catalogue.find(part.item)
    return text("part-not-offered") if item is None else why_not(session, item)


def _choice(session: InMatter, part: Part) -> Choice:
    """A part. The words of one without an item here (the authorities do it, or it needs a newer terminal) are the
    bundle's."""
    item, reason = session.catalogue.find(part.item), _reason(session, part)
    bundle = session.item.id
    return Choice(
        f"part:{part.item}",
        text("short", item.id) if item is not None else text(f"part-{part.item}", bundle),
        _by(item) if item is not None else text(f"part-{part.item}-by", bundle),
        icon=item.icon if item is not None else "document",
        enabled=reason is None,
        chosen=part.item in session.own(PartsState).ticked if part.by == "citizen" else None,
        tag=_when(session, part) if reason is None else None,
        tag_tone=Tone.QUIET if part.by == "department" or _closed(session, part) is not None else Tone.DONE,
        why_not=reason,
    )


def _by(item: Item) -> Words:
    """The authority of a part, and its fee here."""
    authority = text("authority-short", item.id)
    return text("part-by-fee", authority=authority, sum=yuan(item.fee_here)) if item.fee_here else authority


def _fee(session: InMatter) -> Words:
    """The fee of the chosen parts together."""
    fee = chosen(published(session), parts_of(session)).fee
    if fee.sum:
        return text("fee-sum", sum=yuan(fee.sum))
    return text("fee-charged" if fee.charged else "parts-no-fee")


def _closed(session: InMatter, part: Part) -> PartHours | None:
    """The hours of a part's office, if it takes nothing now."""
    hours = session.own(PartsState).hours or ()
    return next((each for each in hours if each.item_id == part.item and not each.open), None)


def _when(session: InMatter, part: Part) -> Words:
    closed = _closed(session, part)
    if closed is None:
        return text("part-now")
    if closed.opens_at is None:
        return text("part-closed")
    return text("part-opens", at=closed.opens_at.isoformat())


def view(session: InMatter) -> View:
    bundle, count = published(session), len(session.own(PartsState).ticked)
    return page(
        session,
        "Parts",
        text("parts-title", name=text("short", bundle.id)),
        lead=text("parts-lead"),
        blocks=(Block(BlockKind.NOTE, text("parts-how")),),
        choices=tuple(_choice(session, each) for each in bundle.parts),
        actions=Actions(
            BACK,
            LEAVE,
            Choice(
                "continue",
                text("parts-begin", count=count) if count else text("action-continue"),
                _fee(session) if count else None,
                enabled=count > 0,
                why_not=None if count else text("parts-none"),
            ),
        ),
        traits=replace(SEVERAL_CHOICES, choices_first=False),
    )


def on(session: InMatter, event: Event) -> Turn:
    state = session.own(PartsState)
    match event:
        case Answered(answer=PartsHours() as hours):
            return Turn(session.with_own(replace(state, hours=hours.parts)))
        case Touched(verb="part", value=name) if name in _possible(session):
            return Turn(session.with_own(replace(state, ticked=state.ticked ^ {name})))
        case Touched(key="continue") if state.ticked:
            return Turn(replace(session, item=chosen(published(session), parts_of(session))), go=Go.ON)
    return Turn(session)


def _possible(session: InMatter) -> frozenset[str]:
    return frozenset(each.item for each in published(session).parts if _reason(session, each) is None)


STEP = Step(InMatter, "step-parts", (PAGE,), one_page(PAGE), view, on, enter)
