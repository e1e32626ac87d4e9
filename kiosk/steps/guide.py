"""The guide, read first: conditions, papers, time limits, fee, how the result arrives, and the steps ahead."""

from __future__ import annotations

from dataclasses import replace
from functools import reduce
from types import MappingProxyType

from kiosk.catalogue.item import Limit, Material
from kiosk.events import Event, Touched
from kiosk.steps import phone_code
from kiosk.steps.evidence import remember_shown
from kiosk.steps.paper_ways import may_be_held, way_words
from kiosk.steps.pay_blocks import yuan
from kiosk.steps.reasons import elsewhere, why_not
from kiosk.steps.step import BACK, LEAVE, Step, box, one_page, page
from kiosk.view import Actions, Block, BlockKind, Choice, Tone, View
from kiosk.visit import Go, InMatter, Turn
from kiosk.words import Data, Words, text


def limit_words(limit: Limit) -> Words:
    """A time limit in words: number, unit, and from when."""
    return text(
        "limit", number=limit.number, unit=text(f"unit-{limit.unit}"), counts_from=text(f"from-{limit.counts_from}")
    )


def _fee(session: InMatter) -> Words:
    item = session.item
    if item.kind == "bundle" and item.fee_here:
        found = (session.catalogue.find(each.item) for each in item.parts)
        fees = [
            text("fee-of-part", name=text("short", each.id), sum=yuan(each.fee_here))
            for each in found
            if each is not None and each.fee_here
        ]
        return text("fee-of-parts", fees=reduce(lambda one, other: text("list-of-names", one=one, other=other), fees))
    if item.fee_here:
        return text("fee-sum", sum=yuan(item.fee_here))
    return text("fee-charged" if item.fee.charged else "fee-none")


def _row(key: str, value: Words) -> Block:
    return Block(BlockKind.ROW, text(key), value)


def _list(key: str, words: tuple[Words, ...]) -> tuple[Block, ...]:
    if not words:
        return ()
    return (Block(BlockKind.HEADING, text(key)), *(Block(BlockKind.BULLET, each) for each in words))


def _rows(session: InMatter) -> tuple[Block, ...]:
    item = session.item
    rows = [_row("guide-authority", text("authority", item.id))]
    if item.promised_limit:
        rows.append(_row("guide-promised", limit_words(item.promised_limit)))
    if item.legal_limit:
        rows.append(_row("guide-legal", limit_words(item.legal_limit)))
    rows.append(_row("guide-fee", _fee(session)))
    rows.append(_row("guide-result", text("result", item.id)))
    rows.append(_row("guide-phone", Data(item.phones.consult)))
    return box(*rows)


def _parts(session: InMatter) -> tuple[Words, ...]:
    """The parts of a bundle, each with its authority."""
    found = (session.catalogue.find(each.item) for each in session.item.parts if each.by == "citizen")
    return tuple(
        text("guide-part", name=text("short", each.id), authority=text("authority-short", each.id))
        for each in found
        if each is not None
    )


def _materials(session: InMatter) -> tuple[Words, ...]:
    papers = tuple(_paper(session, each) for each in session.item.materials) or (text("guide-no-papers"),)
    return (*papers, text("guide-phone-code")) if phone_code.offered(session, session.item) else papers


def _paper(session: InMatter, material: Material) -> Words:
    """A paper, whether it is necessary, and how it can be handed in here, if it can."""
    paper = text(f"material-{material.id}", session.item.id)
    # A photo that is taken here is not brought along.
    necessity = text(f"necessity-handed-{material.necessity}" if material.ways else f"necessity-{material.necessity}")
    if material.pledge is not None:
        necessity = text("necessity-handed-pledge")
    ways = way_words(session, material)
    if ways is None:
        return text("guide-paper", paper=paper, necessity=necessity)
    key = "guide-paper-held" if may_be_held(session, material) else "guide-paper-here"
    return text(key, paper=paper, necessity=necessity, ways=ways)


OFFLINE_NOW = {"progress": "guide-offline-progress"}
"""Kind of item → the words for what can be done without a network; the others are kept here."""


def view(session: InMatter) -> View:
    item = session.item
    offline = item.offline == "allowed" and not session.status.online
    reason = why_not(session, item)
    return page(
        session,
        "Guide",
        text("name", item.id),
        lead=text("summary", item.id),
        blocks=(
            *((Block(BlockKind.NOTE, reason, tone=Tone.ATTENTION),) if reason is not None else ()),
            *elsewhere(session, [reason]),
            *((Block(BlockKind.NOTE, text(OFFLINE_NOW.get(item.kind, "guide-offline-now"))),) if offline else ()),
            *_list("guide-parts", _parts(session)),
            *_list("guide-who", tuple(text(key, item.id) for key in item.conditions)),
            *_list("guide-papers", _materials(session)),
            *_rows(session),
            *_list("guide-basis", tuple(text(key, item.id) for key in item.legal_basis)),
        ),
        actions=Actions(BACK, LEAVE, Choice("continue", text("action-begin"), enabled=reason is None, why_not=reason)),
    )


def on(session: InMatter, event: Event) -> Turn:
    if isinstance(event, Touched) and event.key == "continue":
        return Turn(remember_shown(session, "guide", view(session)), go=Go.ON)
    return Turn(session)


def enter(session: InMatter) -> Turn:
    return Turn(replace(session, typed=MappingProxyType({})))


STEP = Step(InMatter, "step-guide", ("guide",), one_page("guide"), view, on, enter)
